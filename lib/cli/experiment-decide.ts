import type { Hypothesis } from '../contracts/spec/rollout.ts';
import { messageOf, UserError } from '../errors.ts';
import type { Clock } from '../jobs/experiment/until-decided.ts';
import { flag, text, type Command, type Given, type Io, type ExitCode } from './command.ts';
import { COUNTERS, countersOf, numberOf, REAL_CLOCK } from './experiment-options.ts';

/** Decides an A/B test, as the job of a Rollout's analysis. */
export const experimentDecide: Command = {
  name: 'experiment decide',
  summary: 'wait for the sample of an A/B test, then test its hypothesis; 0 only when the candidate wins',
  options: [...COUNTERS, { flags: '--hypothesis <json>', kind: 'text', help: 'the declared hypothesis', required: true }],
  examples: [
    [
      'modelgate experiment decide --prometheus http://prometheus:9090 --model churn --environment prod --hours 336 --hypothesis "$HYPOTHESIS"',
      'the AnalysisTemplate of an abTest runs it',
    ],
  ],
  run: (given, io) => decideWith(given, io, REAL_CLOCK),
};

/** The same with another clock. */
export async function decideWith(given: Given, io: Io, clock: Clock): Promise<ExitCode> {
  const { decide, observe, untilDecided } = await import('../jobs/experiment/index.ts');
  const hypothesis = await hypothesisOf(text(given, 'hypothesis') ?? '');
  const counters = countersOf(given, hypothesis.metric);
  const hours = numberOf(given, 'hours', '--hours', 1, 2160);
  const decision = await untilDecided(clock, hours, async (elapsed) => {
    const series = { ...counters, seconds: elapsed };
    const observed =
      hypothesis.test === 'paired-t'
        ? { differences: await observe(series, 'difference') }
        : { stable: await observe(series, 'stable'), candidate: await observe(series, 'candidate') };
    const seen = decide(hypothesis, observed);
    io.log(`${JSON.stringify({ elapsed, ...observed, ...seen })}\n`);
    return seen.verdict === 'wait' ? null : seen;
  });
  const verdict = decision?.verdict ?? 'no data';
  if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, hypothesis, decision, verdict }, null, 2)}\n`);
  else io.out(`${hypothesis.metric}, ${hypothesis.test}: ${verdict}${shown(decision?.probability ?? null)}\n`);
  return verdict === 'candidate' ? 0 : 1;
}

const shown = (probability: number | null): string => (probability === null ? '' : ` (${String(probability)})`);

async function hypothesisOf(given: string): Promise<Hypothesis> {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch (cause) {
    throw new UserError('usage.bad_hypothesis', `--hypothesis: ${messageOf(cause)}; expected JSON`, 'Write it as the declaration does.', {
      cause,
    });
  }
  const { Hypothesis } = await import('../contracts/spec/rollout.ts');
  const { parse } = await import('../contracts/schema.ts');
  return parse(Hypothesis, value, '--hypothesis');
}
