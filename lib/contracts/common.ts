import Type from 'typebox';
import type { Of } from './schema.ts';

/** Options of every object in a contract: an unknown key is a mistake, never ignored. */
export const closed = { additionalProperties: false } as const;

/** A model's folder name and identity: a DNS label of at most 40 characters, so that derived names stay under 63. */
export const ModelId = Type.String({ pattern: '^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$' });

/** `dev`, `staging`, `prod` or what the configuration says: a DNS label of at most 20 characters. */
export const EnvironmentName = Type.String({ pattern: '^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$' });

/** Semantic version 2.0.0 without build metadata (a path and a label value, so no `+`). */
export const SEMVER = '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$';

/** A version as written by people; that it is SemVer is a policy's word, that it is a safe path is the schema's. */
export const VersionText = Type.String({ pattern: '^[0-9A-Za-z]([0-9A-Za-z.-]{0,38}[0-9A-Za-z])?$' });

/** SHA-256, 64 lower-case hexadecimal digits. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** An OCI digest, `sha256:` and 64 hexadecimal digits. */
export const OciDigest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

/** RFC 3339 in UTC with whole seconds: one spelling, so that text order is time order. */
export const Timestamp = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$' });

/** A calendar day, `2026-11-21`. */
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

/** Text for people, bounded. */
export const Prose = Type.String({ minLength: 1, maxLength: 4000 });

/** A short name: one line. */
export const Line = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\r\\n]+$' });

/** A metric's name: scikit-learn's where it has one. */
export const MetricName = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });

/** What a model does. */
export const Task = Type.Enum(['binary-classification', 'multiclass-classification', 'regression', 'forecast', 'ranking']);
export type Task = Of<typeof Task>;

/** How much harm a wrong answer can do; the words follow the EU AI Act's ladder below "unacceptable". */
export const RiskTier = Type.Enum(['low', 'limited', 'high']);
export type RiskTier = Of<typeof RiskTier>;

/** The tiers in the order in which harm grows. */
export const TIERS: readonly RiskTier[] = RiskTier.enum;

/** A moment as policies see it: text for people, whole seconds since 1970 for arithmetic (WASM has no time built-ins). */
export const Instant = Type.Object({ at: Timestamp, seconds: Type.Integer({ minimum: 0, maximum: 253402300799 }) }, closed);
export type Instant = Of<typeof Instant>;
