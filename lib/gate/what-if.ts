import { GateInput } from '../contracts/gate-input.ts';
import { problems } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';

/** One value to suppose: `metrics.f1=0.81`. */
export interface WhatIf {
  /** As it was written. */
  readonly text: string;
  readonly steps: readonly string[];
  readonly value: unknown;
}

const FIX = 'Write a path and a JSON value, such as metrics.f1=0.81, drift.score=0.2 or thresholds.metrics.floors.f1=0.8.';

/**
 * Reads `PATH=VALUE`. A path begins in the evaluation of the release that would be judged, or with `thresholds`; `metrics.NAME` means its value; the interval around
 * the measured one goes with it.
 * @throws UserError `what_if.not_understood`
 */
export function parseWhatIf(text: string): WhatIf {
  const [, path = '', written = ''] = /^([A-Za-z_]\w*(?:\.\w+)*)=(.+)$/.exec(text) ?? [];
  const wrong = (): UserError =>
    new UserError('what_if.not_understood', `--what-if is ${JSON.stringify(text)}; expected PATH=VALUE with a value in JSON`, FIX);
  if (path === '') throw wrong();
  const steps = path.split('.');
  try {
    const value: unknown = JSON.parse(written);
    return { text, steps, value: isMetric(steps) ? { value } : value };
  } catch {
    throw wrong();
  }
}

const isMetric = ([first, ...rest]: readonly string[]): boolean => first === 'metrics' && rest.length === 1;

/**
 * A gate input in which these values stand, and which of them found a place: in the candidate's evaluation where there is a candidate, else the
 * stable release's. A metric that was not measured may be supposed; everything else has to be there.
 * @throws UserError `what_if.impossible` when what comes out is no gate input
 */
export function suppose(
  input: GateInput,
  whatIfs: readonly WhatIf[],
  unit: string,
): { readonly input: GateInput; readonly found: readonly WhatIf[] } {
  const copy = structuredClone({ ...input, manifests: [] }) as unknown as Record<string, unknown>;
  const found = whatIfs.filter(({ steps, value }) => {
    const [place, path] = steps[0] === 'thresholds' ? [copy, steps] : [evaluationIn(copy), steps];
    return put(place, path, value, isMetric(steps));
  });
  const [problem] = problems(GateInput, copy);
  if (problem !== undefined) {
    throw new UserError(
      'what_if.impossible',
      `${unit}: with ${found.map(({ text }) => text).join(' and ')}, ${problem.pointer} ${problem.message}; expected a value that could be there`,
      FIX,
    );
  }
  return { input: { ...(copy as unknown as GateInput), manifests: input.manifests }, found };
}

function evaluationIn(input: Readonly<Record<string, unknown>>): unknown {
  const subject = (input['candidate'] ?? input['stable']) as Readonly<Record<string, unknown>>;
  return subject['evaluation'];
}

/** @param isNew whether the last step may be one that is not there yet */
function put(place: unknown, steps: readonly string[], value: unknown, isNew: boolean): boolean {
  const [step = '', ...rest] = steps;
  if (typeof place !== 'object' || place === null) return false;
  const holder = place as Record<string, unknown>;
  if (!Object.hasOwn(holder, step) && !(isNew && rest.length === 0)) return false;
  if (rest.length > 0) return put(holder[step], rest, value, isNew);
  holder[step] = value;
  return true;
}
