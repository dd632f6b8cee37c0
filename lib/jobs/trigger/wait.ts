import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import type { Parameters } from './api.ts';

export type State = 'failed' | 'running' | 'succeeded';

/** Runs in another system: the port that every such system is behind. */
export interface Runs {
  /** Starts a run under a name, or finds the one that an earlier try started. Gives what the system calls it. */
  readonly start: (name: string, parameters: Parameters) => Promise<string>;
  readonly state: (id: string) => Promise<State>;
}

/** How a run ended. */
export interface Ended {
  readonly id: string;
  /** `running`: its time was over before it ended. */
  readonly state: State;
}

export interface Patience {
  readonly deadlineMs: number;
  readonly pollMs: number;
}

/**
 * Starts a run and waits for its end. A system that doesn't answer in between is asked again until the time is over: the run goes on without it.
 * @throws UserError `trigger.unavailable` when it could not be started, `trigger.refused`
 */
export async function runToItsEnd(runs: Runs, name: string, parameters: Parameters, { deadlineMs, pollMs }: Patience): Promise<Ended> {
  const over = performance.now() + deadlineMs;
  const id = await runs.start(name, parameters);
  for (;;) {
    const state = await seen(runs, id);
    const left = over - performance.now();
    if (state !== 'running' || left <= 0) return { id, state };
    await sleep(Math.min(pollMs, left));
  }
}

async function seen(runs: Runs, id: string): Promise<State> {
  try {
    return await runs.state(id);
  } catch (error) {
    if (error instanceof UserError && error.code === 'trigger.unavailable') return 'running';
    throw error;
  }
}
