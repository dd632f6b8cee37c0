/** What a check saw last: true when it is as expected, else the state that it is in. */
export type Seen = true | string;

/** The log of a run: each check one line, with its time. */
export interface Steps {
  /** Asks until the answer is true. A check that fails says what was seen last, and the others go on. */
  readonly expect: (what: string, seconds: number, ask: () => Promise<Seen>) => Promise<boolean>;
  /** The same for what has to be so at once. */
  readonly holds: (what: string, ask: () => Promise<Seen>) => Promise<boolean>;
  readonly section: (title: string) => void;
  readonly counts: () => { readonly passed: number; readonly failed: number };
}

const POLL_MS = 500;

/** Longest last state that is printed. */
const MOST = 1500;

export function startSteps(print: (line: string) => void, signal: AbortSignal): Steps {
  let passed = 0;
  let failed = 0;
  const expect: Steps['expect'] = async (what, seconds, ask) => {
    const started = Date.now();
    const took = (): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;
    for (;;) {
      signal.throwIfAborted();
      const seen = await ask().catch((error: unknown) => String(error));
      if (seen === true) {
        passed += 1;
        print(`  ok    ${what} (${took()})`);
        return true;
      }
      if (Date.now() - started >= seconds * 1000) {
        failed += 1;
        print(
          `  FAIL  ${what} (not within ${String(seconds)} s)\n        last seen: ${seen.slice(0, MOST).replaceAll('\n', '\n        ')}`,
        );
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return {
    expect,
    holds: (what, ask) => expect(what, 0, ask),
    section: (title) => {
      print(`\n${title}`);
    },
    counts: () => ({ passed, failed }),
  };
}
