import type { Construct } from 'constructs';
import { SharedConfigMap } from './shared-config-map.ts';

/** What applications subscribe to. */
export const TRIGGERS = ['on-sync-failed', 'on-health-degraded'] as const;

/** Who is told, and by whom it can be looked into. */
const WHOM = '{{ index .app.metadata.annotations "modelgate.dev/contact" | default "the platform team" }}';

const TEXTS: Readonly<Record<(typeof TRIGGERS)[number], { readonly when: string; readonly message: readonly string[] }>> = {
  'on-sync-failed': {
    when: "app.status?.operationState?.phase in ['Error', 'Failed']",
    message: ['{{ .app.metadata.name }} was not synced: {{ .app.status.operationState.message }}', `Contact: ${WHOM}`],
  },
  'on-health-degraded': {
    when: "app.status?.health?.status == 'Degraded'",
    message: ['{{ .app.metadata.name }} is degraded at {{ .app.status.operationState.syncResult.revision }}', `Contact: ${WHOM}`],
  },
};

/** Triggers and templates of the notifications controller. The token is read from the installation's Secret, which git never holds. */
export class Notifications extends SharedConfigMap {
  constructor(scope: Construct, id: string) {
    const entries = TRIGGERS.flatMap((trigger) => {
      const { when, message } = TEXTS[trigger];
      const template = trigger.replace(/^on-/, 'modelgate-');
      return [
        // Once a revision: the controller looks again every few seconds.
        [`trigger.${trigger}`, `- when: ${when}\n  oncePer: app.status?.operationState?.syncResult?.revision\n  send: [${template}]\n`],
        [`template.${template}`, `message: |\n${message.map((line) => `  ${line}\n`).join('')}`],
      ] as const;
    });
    super(scope, id, 'argocd-notifications-cm', { 'service.slack': 'token: $slack-token\n', ...Object.fromEntries(entries) });
  }
}
