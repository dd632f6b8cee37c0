import type { Construct } from 'constructs';
import type { AlertReceiver, Config } from '../../contracts/config.ts';
import { AlertmanagerConfig } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import type { Severity } from './alerts.ts';

/** Who is told of an environment's alerts: by severity, one message for all that is wrong with a model. */
export class AlertRoutes extends AlertmanagerConfig {
  constructor(scope: Construct, id: string, alerting: NonNullable<Config['alerting']>) {
    const is = (severity: Severity) => [{ name: 'severity', value: severity, matchType: '=' as const }];
    super(scope, id, {
      metadata: sharedMetadata('AlertmanagerConfig', 'models'),
      spec: {
        route: {
          // What carries another severity, or none, is somebody's rule that nobody has to wake for.
          receiver: 'ticket',
          groupBy: ['model', 'environment'],
          groupWait: '30s',
          groupInterval: '5m',
          repeatInterval: '24h',
          routes: [{ receiver: 'page', matchers: is('page'), repeatInterval: '4h' }],
        },
        receivers: [receiver('page', alerting.page), receiver('ticket', alerting.ticket)],
        // Whoever was woken knows: a ticket on the same model would be the same news once more.
        inhibitRules: [{ sourceMatch: is('page'), targetMatch: is('ticket'), equal: ['model', 'environment'] }],
      },
    });
  }
}

/** Names of the alert, not of its series: those may hold what callers sent. */
const TITLE = '{{ .CommonLabels.model }} in {{ .CommonLabels.environment }}: {{ .Alerts.Firing | len }} firing';
const TEXT =
  '{{ range .Alerts }}{{ .Labels.alertname }}: {{ .Annotations.summary }}{{ with .Annotations.runbook_url }} ({{ . }}){{ end }}\n{{ end }}';

function receiver(name: Severity, { slack, email, pagerduty }: AlertReceiver) {
  return {
    name,
    ...(slack === undefined
      ? {}
      : { slackConfigs: [{ apiURL: slack.apiUrl, channel: slack.channel, title: TITLE, text: TEXT, sendResolved: true }] }),
    ...(email === undefined
      ? {}
      : {
          emailConfigs: [
            {
              to: email.to,
              from: email.from,
              smarthost: email.smarthost,
              authUsername: email.username,
              authPassword: email.password,
              requireTLS: true,
              headers: [{ key: 'Subject', value: TITLE }],
              text: TEXT,
              sendResolved: true,
            },
          ],
        }),
    ...(pagerduty === undefined
      ? {}
      : {
          pagerdutyConfigs: [
            {
              routingKey: pagerduty.routingKey,
              description: TITLE,
              severity: name === 'page' ? 'critical' : 'warning',
              sendResolved: true,
            },
          ],
        }),
  };
}
