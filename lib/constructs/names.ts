import type { Config } from '../contracts/config.ts';
import { UserError } from '../errors.ts';

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;
const API_VERSION = new RegExp(`^(${LABEL}(\\.${LABEL})*/)?v[0-9]+((alpha|beta)[0-9]+)?$`);

/** One DNS-1123 label: also a valid label value. */
export function isDnsLabel(text: string): boolean {
  return DNS_LABEL.test(text);
}

function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && DNS_SUBDOMAIN.test(text);
}

/** Whether a text is one host name: DNS labels, the last of which is no number (then it would be an address). */
export function isHostName(text: string): boolean {
  return isDnsSubdomain(text) && text.includes('.') && !/(^|\.)\d+$/.test(text);
}

/** The namespace that all units of an environment share. */
export function namespaceOf(environment: string): string {
  return `models-${environment}`;
}

/** The host that callers outside the cluster use. @param subdomain the model's id where it declares no other */
export function hostOf(subdomain: string, environment: string, config: Config): string {
  return `${subdomain}.${environment}.${config.domain}`;
}

/**
 * What is wrong with an object's identity, before it becomes a path: a kind or name with a separator, a dot-dot or an upper-case
 * letter would leave its folder or collide on some file systems.
 * @param where construct path for messages
 */
export function identityProblems(
  where: string,
  object: { readonly apiVersion: string; readonly kind: string; readonly name: string },
): readonly UserError[] {
  const problem = (what: string, seen: string, expected: string): UserError =>
    new UserError(
      'manifest.unsafe_name',
      `${where}: ${what} is ${JSON.stringify(seen)}; expected ${expected}`,
      `Give the object a valid ${what}.`,
    );
  return [
    ...(API_VERSION.test(object.apiVersion) ? [] : [problem('apiVersion', object.apiVersion, 'a version, or group/version in lower case')]),
    ...(KIND.test(object.kind) ? [] : [problem('kind', object.kind, 'letters and digits, the first one upper case')]),
    ...(isDnsSubdomain(object.name)
      ? []
      : [problem('metadata.name', object.name, 'a DNS-1123 name: lower-case letters, digits, "-" and "."')]),
  ];
}
