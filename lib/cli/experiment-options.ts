import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { text, type Given, type Option } from './command.ts';

/** Where a model's counters are. */
export const COUNTERS: readonly Option[] = [
  { flags: '--prometheus <url>', kind: 'text', help: 'address of Prometheus', required: true },
  { flags: '--model <id>', kind: 'text', help: 'label `model` of the counters', required: true },
  { flags: '--environment <name>', kind: 'text', help: 'label `environment` of the counters', required: true },
  { flags: '--hours <number>', kind: 'text', help: 'give up after so many', required: true },
];

/** @throws UserError `usage.bad_number` */
export function numberOf(given: Given, name: string, flags: string, least: number, most: number): number {
  const value = text(given, name) ?? '';
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= least && number <= most) return number;
  throw new UserError(
    'usage.bad_number',
    `${flags} is ${JSON.stringify(value)}; expected a number from ${String(least)} to ${String(most)}`,
    'Correct the number.',
  );
}

/** @throws UserError `usage.bad_address` */
export function addressOf(given: Given, name: string, flags: string): string {
  const value = text(given, name) ?? '';
  if (/^https?:\/\/\S+$/.test(value) && URL.canParse(value)) return value;
  throw new UserError(
    'usage.bad_address',
    `${flags} is ${JSON.stringify(value)}; expected an http address`,
    'Write it with http:// or https://.',
  );
}

/** The counters that the options name, but for how far back. */
export function countersOf(given: Given, metric: string) {
  return {
    address: addressOf(given, 'prometheus', '--prometheus'),
    model: text(given, 'model') ?? '',
    environment: text(given, 'environment') ?? '',
    metric,
  };
}

export const REAL_CLOCK = {
  now: (): number => performance.now() / 1000,
  wait: async (seconds: number): Promise<void> => {
    await setTimeout(seconds * 1000);
  },
};
