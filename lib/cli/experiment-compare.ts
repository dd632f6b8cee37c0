import { flag, type Command } from './command.ts';
import { addressOf, numberOf } from './experiment-options.ts';

/** Compares the answers of two releases, as the job of a Rollout's analysis. */
export const experimentCompare: Command = {
  name: 'experiment compare',
  summary: 'ask two releases the same recorded requests and compare their answers; 1 when too many differ',
  options: [
    { flags: '--requests <url>', kind: 'text', help: 'recorded requests, one JSON body a line', required: true },
    { flags: '--stable <url>', kind: 'text', help: 'where the stable release is asked', required: true },
    { flags: '--candidate <url>', kind: 'text', help: 'where the candidate is asked', required: true },
    { flags: '--minimum-sample <number>', kind: 'text', help: 'fewest requests that the stable release answers', required: true },
    { flags: '--max-disagreement <share>', kind: 'text', help: 'share of answers that may differ, 0 to 1', required: true },
    { flags: '--tolerance <number>', kind: 'text', help: 'numbers that differ by no more are the same', required: true },
  ],
  examples: [
    [
      'modelgate experiment compare --requests http://log/calls.jsonl --stable http://churn/predict --candidate http://churn-canary/predict --minimum-sample 500 --max-disagreement 0.02 --tolerance 0.001',
      'the AnalysisTemplate of a shadow runs it',
    ],
  ],
  async run(given, io) {
    const { compare } = await import('../jobs/experiment/index.ts');
    const compared = await compare({
      requests: addressOf(given, 'requests', '--requests'),
      stable: addressOf(given, 'stable', '--stable'),
      candidate: addressOf(given, 'candidate', '--candidate'),
      minimumSample: numberOf(given, 'minimumSample', '--minimum-sample', 1, 100_000),
      maxDisagreement: numberOf(given, 'maxDisagreement', '--max-disagreement', 0, 1),
      tolerance: numberOf(given, 'tolerance', '--tolerance', 0, 1e9),
    });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...compared }, null, 2)}\n`);
    else io.out(`${String(compared.different)} of ${String(compared.compared)} answers differ\n`);
    return compared.passed ? 0 : 1;
  },
};
