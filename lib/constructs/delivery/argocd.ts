import type { Config } from '../../contracts/config.ts';

/** How Argo CD calls the cluster that it runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** On what other things hang from: when its file goes, Argo CD asks a person before it removes it. */
export const CONFIRMED_REMOVAL = { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } as const;

/** What every application does: git is followed, and what somebody changed by hand is put back. */
export function syncPolicy(...options: readonly string[]) {
  return {
    automated: { prune: true, selfHeal: true },
    syncOptions: ['CreateNamespace=false', 'PruneLast=true', 'RespectIgnoreDifferences=true', 'ServerSideApply=true', ...options].sort(),
    // A commit that mends another one is not kept waiting by the repetitions of that.
    retry: { limit: 5, refresh: true, backoff: { duration: '5s', factor: 2, maxDuration: '3m' } },
  };
}

/** Annotations of an application that subscribe a channel to the triggers of the notifications ConfigMap. */
export function subscriptions({ argocd }: Config, triggers: readonly string[]): Readonly<Record<string, string>> {
  const channel = argocd.notifications?.slackChannel;
  if (channel === undefined) return {};
  return Object.fromEntries(triggers.map((trigger) => [`notifications.argoproj.io/subscribe.${trigger}.slack`, channel]));
}
