import type { Check } from '../check.ts';
import { cronProblem } from '../cron.ts';
import { isTimeZone } from '../time-zone.ts';
import { githubOf } from '../github-of.ts';

/** What pipelines need besides values of the right type: schedules that come, one trigger of a kind, and where proposals go. */
export const checkTraining: Check = ({ retrain, search, drift, biasAudit, protectedAttributes }, { config, mistakes }) => {
  const schedules = [
    ...(retrain?.on ?? []).flatMap((trigger, index) =>
      trigger.kind === 'cron' ? [[`retrain.on[${String(index)}]`, trigger] as const] : [],
    ),
    ...(drift === undefined ? [] : [['drift', drift] as const]),
    ...(biasAudit === undefined ? [] : [['biasAudit', biasAudit] as const]),
  ];
  for (const [where, { schedule, timeZone }] of schedules) {
    const problem = cronProblem(schedule);
    if (problem !== null) mistakes.note(`${where}.schedule`, schedule, problem, 'Write cron with five fields: 0 3 * * 1.');
    if (!isTimeZone(timeZone)) mistakes.note(`${where}.timeZone`, timeZone, 'expected an IANA time zone', 'Write it like Europe/Berlin.');
  }
  retrain?.on.forEach((trigger, index) => {
    if (trigger.kind !== 'kafka') return;
    const port = Number(trigger.broker.split(':').at(-1));
    if (port < 1 || port > 65535)
      mistakes.note(`retrain.on[${String(index)}].broker`, trigger.broker, 'expected a port from 1 to 65535', 'Correct the port.');
  });
  for (const [what, measurement] of Object.entries({ drift, biasAudit })) {
    if (measurement !== undefined && !URL.canParse(measurement.from))
      mistakes.note(`${what}.from`, measurement.from, 'expected an address whose port is at most 65535', 'Correct the port.');
  }
  const seen = new Set<string>();
  for (const trigger of retrain?.on ?? []) {
    const name = trigger.kind === 'alert' ? `alert ${trigger.alert}` : trigger.kind;
    if (seen.has(name))
      mistakes.note('retrain.on', name, 'expected each once', 'Remove one of the two; a schedule may have several times.');
    seen.add(name);
  }
  for (const [what, value] of Object.entries({ retrain, search })) {
    if (value === undefined) continue;
    if (githubOf(config) === null) {
      mistakes.note(
        what,
        config.repository.url,
        'expected repository.url to be https://<host>/<owner>/<name>',
        'Pull requests are opened there: write it so.',
      );
    }
    if (config.secretStore === undefined) {
      mistakes.note(
        what,
        undefined,
        'expected secretStore in modelgate.config.ts',
        'The token for pull requests comes from there: name the store.',
      );
    }
  }
  if (biasAudit !== undefined && protectedAttributes.length === 0) {
    mistakes.note('biasAudit', biasAudit.from, 'expected protectedAttributes', 'Declare whom it must treat alike, or remove the audit.');
  }
};
