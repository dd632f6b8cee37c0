/** The topic of checks that are asked about what is no unit; all others are asked about units. */
const PLATFORM_TOPIC = 'platform';

export function isPlatformCheck({ code }: { readonly code: string }): boolean {
  return code.startsWith(`${PLATFORM_TOPIC}.`);
}

/** What is no unit, after its folder in `synth/`: `prod/_platform`, or `argocd` for null. */
export function platformName(environment: string | null): string {
  return environment === null ? 'argocd' : `${environment}/_platform`;
}
