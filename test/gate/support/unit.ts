import type { Check, CheckResult } from '../../../lib/contracts/check.ts';
import type { Instant } from '../../../lib/contracts/common.ts';
import type { GateInput } from '../../../lib/contracts/gate-input.ts';
import type { Waiver } from '../../../lib/contracts/waiver.ts';
import type { Circumstances, JudgedUnit } from '../../../lib/gate/index.ts';

export const now: Instant = { at: '2026-11-21T12:00:00Z', seconds: Date.parse('2026-11-21T12:00:00Z') / 1000 };

export function check(code: string, change: Partial<Check> = {}): Check {
  return {
    code,
    title: 'A check',
    description: 'Looks at something.',
    severity: 'deny',
    message: '{subject} is {observed}; expected {expected}',
    fix: 'Mend it.',
    path: `policies/rules/${code.replace('.', '/')}/check.rego`,
    ...change,
  };
}

export function passes(code: string, ...passed: readonly string[]): CheckResult {
  return { code, status: 'pass', passed: passed.length > 0 ? passed : ['x'], failed: [], inconclusive: [], facts: {}, reason: null };
}

export function fails(code: string, failed: readonly string[], facts: CheckResult['facts'] = {}): CheckResult {
  return { code, status: 'fail', passed: [], failed, inconclusive: [], facts, reason: null };
}

export function undecided(code: string, ...inconclusive: readonly string[]): CheckResult {
  return { code, status: 'inconclusive', passed: [], failed: [], inconclusive, facts: {}, reason: null };
}

export function silent(code: string): CheckResult {
  return { code, status: 'not_applicable', passed: [], failed: [], inconclusive: [], facts: {}, reason: 'nothing to look at' };
}

type Metrics = Readonly<Record<string, { readonly value: number; readonly interval?: readonly [number, number] }>>;

interface Shape {
  readonly model?: string;
  readonly environment?: string;
  readonly tier?: GateInput['model']['riskTier'];
  readonly environments?: readonly string[];
  readonly stable?: string;
  readonly candidate?: string | null;
  readonly incumbent?: { readonly stable: string; readonly candidate: string | null } | null;
  readonly change?: Partial<GateInput['change']>;
  readonly metrics?: { readonly stable?: Metrics; readonly candidate?: Metrics };
  readonly limits?: Partial<GateInput['thresholds']['metrics']>;
  readonly breakGlass?: GateInput['breakGlass'];
}

const NOTHING = {
  compared: true,
  introduced: [],
  rewritten: [],
  rolledBack: false,
  card: false,
  declaration: false,
  manifests: false,
  policies: false,
};

/** The parts of a gate input that judging looks at; the rest of a whole one changes nothing here. */
export function input(shape: Shape = {}): GateInput {
  const { model = 'churn', environment = 'prod', stable = '1.0.0', candidate = '1.1.0', tier = 'high' } = shape;
  const subject = (version: string, metrics: Metrics | undefined): unknown => ({
    version,
    release: null,
    card: null,
    evaluation: metrics === undefined ? null : { metrics },
  });
  const before = shape.incumbent === undefined ? { stable, candidate } : shape.incumbent;
  return {
    environment,
    model: { id: model, riskTier: tier, environments: (shape.environments ?? ['dev', 'staging', 'prod']).map((name) => ({ name })) },
    thresholds: { metrics: { required: [], floors: {}, ceilings: {}, maxRegression: {}, tolerance: 0, ...shape.limits } },
    stable: subject(stable, shape.metrics?.stable),
    candidate: candidate === null ? null : subject(candidate, shape.metrics?.candidate),
    incumbent:
      before === null
        ? null
        : { stable: subject(before.stable, undefined), candidate: before.candidate === null ? null : subject(before.candidate, undefined) },
    change: { ...NOTHING, ...shape.change },
    breakGlass: shape.breakGlass ?? [],
  } as unknown as GateInput;
}

export function unit(results: readonly CheckResult[], shape: Shape = {}): JudgedUnit {
  return { input: input(shape), results, manifestDiff: { added: [], changed: [], removed: [] } };
}

export const circumstances: Circumstances = {
  base: null,
  head: 'a'.repeat(40),
  dirty: false,
  partial: false,
  policy: { source: 'work tree', sha256: 'b'.repeat(64), opa: '1.22.0' },
  digests: { synth: '', evidence: '', thresholds: '', waivers: '', keys: '' },
  removed: [],
};

export function waiver(change: Partial<Waiver> = {}): Waiver {
  return {
    id: 'w-1',
    code: 'metrics.below_floor',
    model: 'churn',
    environment: 'prod',
    reason: 'Known, and mended next month.',
    owner: 'Ada',
    approver: 'Grace',
    expires: '2026-12-31',
    ...change,
  };
}
