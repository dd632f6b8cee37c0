import type { Instant } from './common.ts';
import type { SharedReview, UnitReview } from './unit-review.ts';

export type Severity = 'deny' | 'warn' | 'info';
export type Verdict = 'pass' | 'warn' | 'deny';

/** A line, from 1, of a file relative to the repository; the first where no other could be proven. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** One policy's word on one subject of one unit. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly status: 'failed' | 'inconclusive' | 'waived';
  /** `<model>/<environment>`, or `repository` for what is about none of them alone. */
  readonly unit: string;
  readonly subject: string;
  readonly message: string;
  /** As JSON values; null when there is nothing to show. */
  readonly observed: unknown;
  readonly expected: unknown;
  /** File to look at, relative to the repository; null when no single file is meant. */
  readonly path: string | null;
  /** Where to look, which may be the declaration that `path` was generated from. Absent in reports of older versions. */
  readonly place?: Place;
  readonly fix: string;
  /** The waiver that covers it; null unless `status` is `waived`. */
  readonly waiver: string | null;
}

/** One line of a unit's metric table. Values are as reported; `floor` and `ceiling` are the limits in force. */
export interface MetricRow {
  readonly name: string;
  readonly stable: number | null;
  readonly candidate: number | null;
  /** What the base's stable release has, where the change puts another one in its place; else absent. */
  readonly incumbent?: number | null;
  readonly floor: number | null;
  readonly ceiling: number | null;
  /** 95 % interval of the judged release's value where the evidence has one. */
  readonly interval: readonly [number, number] | null;
}

export interface UnitReport {
  readonly model: string;
  readonly environment: string;
  readonly verdict: Verdict;
  readonly stable: string;
  readonly candidate: string | null;
  /** Counts of checks by outcome; `failed` counts checks with at least one failed or inconclusive subject. */
  readonly checks: { readonly passed: number; readonly failed: number; readonly notApplicable: number };
  readonly findings: readonly Finding[];
  readonly metrics: readonly MetricRow[];
  /** Manifest files against the base; empty without one. */
  readonly manifests: { readonly added: readonly string[]; readonly changed: readonly string[]; readonly removed: readonly string[] };
  /** Absent in reports of older versions. */
  readonly review?: UnitReview;
}

/** What a finding names as its unit when it is about the repository as a whole: no unit, whose names all have a slash. */
export const REPOSITORY = 'repository';

/** What was judged of the repository as a whole. No waiver excuses it. */
export interface RepositoryReport {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** A waiver and what became of it in this run. */
export interface WaiverUse {
  readonly id: string;
  readonly code: string;
  readonly unit: string;
  readonly state: 'used' | 'unused' | 'expired';
  readonly expires: string;
}

/** What `gate --format json` prints. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly verdict: Verdict;
  /** Commit that policies, thresholds, waivers and keys were read from; null when the work tree's own were used. */
  readonly base: string | null;
  /** What was only supposed, as given on the command line: such a report is for reading and is never published. Absent in verdicts. */
  readonly hypothetical?: { readonly whatIf: readonly string[]; readonly policies: string | null };
  /** Head commit; `dirty` when the judged files differ from it. */
  readonly head: string;
  readonly dirty: boolean;
  readonly now: Instant;
  readonly policy: { readonly source: string; readonly sha256: string; readonly opa: string; readonly checks: number };
  /** SHA-256 of the judged bytes, by kind. */
  readonly digests: {
    readonly synth: string;
    readonly evidence: string;
    readonly thresholds: string;
    readonly waivers: string;
    readonly keys: string;
  };
  /** Models and units that stood at the base and are gone. */
  readonly removed: readonly string[];
  /** Absent in reports of older versions, and without a base. */
  readonly review?: SharedReview;
  /** Absent in reports of older versions, and where nothing was asked of it: without a base, by policies that have no check about it. */
  readonly repository?: RepositoryReport;
  readonly units: readonly UnitReport[];
  readonly waivers: readonly WaiverUse[];
  readonly summary: {
    readonly units: number;
    readonly denied: number;
    readonly warned: number;
    readonly passed: number;
    readonly findings: number;
  };
}
