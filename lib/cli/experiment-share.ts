import type { Clock } from '../jobs/experiment/until-decided.ts';
import { UserError } from '../errors.ts';
import { flag, text, type Command, type ExitCode, type Given, type Io } from './command.ts';
import { COUNTERS, countersOf, numberOf, REAL_CLOCK } from './experiment-options.ts';

/** Waits until Thompson sampling would give the candidate a share, as the job of a Rollout's analysis. */
export const experimentShare: Command = {
  name: 'experiment share',
  summary: 'wait until Thompson sampling would give the candidate a share of traffic; 1 when it does not in time',
  options: [
    ...COUNTERS,
    { flags: '--reward <name>', kind: 'text', help: 'counters `<name>_count` and `<name>_sum`, by label `role`', required: true },
    { flags: '--percent <number>', kind: 'text', help: 'the share, in percent', required: true },
  ],
  examples: [
    [
      'modelgate experiment share --prometheus http://prometheus:9090 --model churn --environment prod --hours 72 --reward offer_accepted --percent 20',
      'the AnalysisTemplate of a bandit runs it before each share but the first',
    ],
  ],
  run: (given, io) => shareWith(given, io, REAL_CLOCK),
};

/** The same with another clock. */
export async function shareWith(given: Given, io: Io, clock: Clock): Promise<ExitCode> {
  const { observe, probabilityBetter, untilDecided } = await import('../jobs/experiment/index.ts');
  const reward = text(given, 'reward') ?? '';
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(reward)) {
    throw new UserError(
      'usage.bad_name',
      `--reward is ${JSON.stringify(reward)}; expected a name of Prometheus`,
      'Name the counters without their ending.',
    );
  }
  const counters = countersOf(given, reward);
  const percent = numberOf(given, 'percent', '--percent', 1, 99);
  const hours = numberOf(given, 'hours', '--hours', 1, 2160);
  const earned = await untilDecided(clock, hours, async (elapsed) => {
    const series = { ...counters, seconds: elapsed };
    const [stable, candidate] = [await observe(series, 'stable'), await observe(series, 'candidate')].map(({ count, sum }) => ({
      trials: count,
      successes: Math.min(count, Math.max(0, Math.round(sum))),
    }));
    // Without a call nothing is known, and an even chance would be a share of half.
    if (stable === undefined || candidate === undefined || Math.min(stable.trials, candidate.trials) === 0) return null;
    const share = 100 * probabilityBetter(stable, candidate);
    io.log(`${JSON.stringify({ elapsed, stable, candidate, share })}\n`);
    return share >= percent ? share : null;
  });
  if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, reward, percent, earned }, null, 2)}\n`);
  else
    io.out(
      earned === null ? `${reward}: no share of ${String(percent)} %\n` : `${reward}: Thompson sampling gives ${earned.toFixed(1)} %\n`,
    );
  return earned === null ? 1 : 0;
}
