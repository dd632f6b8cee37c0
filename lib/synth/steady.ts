import { UserError } from '../errors.ts';

function refuse(what: string): never {
  throw new UserError(
    'model.not_deterministic',
    `${what} was asked for; expected a declaration that gives the same manifests at any time and on any machine`,
    'Write the value into the declaration, or into the release data.',
  );
}

/** A default locale for the functions of Intl that take the machine's when none is given. */
function pinLocale(prototype: object, name: string): void {
  const original = Reflect.get(prototype, name) as (this: unknown, ...given: unknown[]) => unknown;
  Reflect.defineProperty(prototype, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...given: unknown[]): unknown {
      // The locale comes first, but for localeCompare: there, after the text to compare with.
      const at = name === 'localeCompare' ? 1 : 0;
      const rest = given.slice(at + 1);
      return original.call(this, ...given.slice(0, at), given[at] ?? 'en-US', ...rest);
    },
  });
}

/** The name of the zone in `Thu Jan 01 1970 00:00:00 GMT+0000 (...)` comes in the machine's language. */
function pinZoneName(name: 'toString' | 'toTimeString'): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
  const original = Date.prototype[name];
  Reflect.defineProperty(Date.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Date): string {
      return original.call(this).replace(/\(.*\)$/, '(Coordinated Universal Time)');
    },
  });
}

/**
 * Takes clock, chance and locale from the declarations that run in this thread, so that the same tree gives the same bytes.
 * (The time zone is the process's; whoever starts the thread sets it.)
 */
export function steadyGlobals(): void {
  globalThis.Date = new Proxy(Date, {
    construct: (target, given: unknown[], newTarget) =>
      given.length === 0 ? refuse('the current time') : (Reflect.construct(target, given, newTarget) as object),
    apply: () => refuse('the current time'),
    get: (target, name, receiver) => (name === 'now' ? () => refuse('the current time') : (Reflect.get(target, name, receiver) as unknown)),
  });
  Reflect.set(Math, 'random', () => refuse('a random number'));
  crypto.randomUUID = () => refuse('a random number');
  crypto.getRandomValues = () => refuse('a random number');
  pinZoneName('toString');
  pinZoneName('toTimeString');
  for (const [prototype, names] of [
    [String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
    [Number.prototype, ['toLocaleString']],
    [BigInt.prototype, ['toLocaleString']],
    [Array.prototype, ['toLocaleString']],
    [Date.prototype, ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']],
  ] as const) {
    for (const name of names) pinLocale(prototype, name);
  }
  for (const name of [
    'Collator',
    'DateTimeFormat',
    'DisplayNames',
    'ListFormat',
    'NumberFormat',
    'PluralRules',
    'RelativeTimeFormat',
    'Segmenter',
  ] as const) {
    const pinned = (given: readonly unknown[]): unknown[] => [given[0] ?? 'en-US', ...given.slice(1)];
    Reflect.set(
      Intl,
      name,
      new Proxy(Intl[name] as unknown as new (...given: unknown[]) => object, {
        construct: (target, given: unknown[], newTarget) => Reflect.construct(target, pinned(given), newTarget) as object,
        apply: (target, self, given: unknown[]) => Reflect.apply(target as unknown as (...all: unknown[]) => unknown, self, pinned(given)),
      }),
    );
  }
}
