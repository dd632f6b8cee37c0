import Type from 'typebox';
import { closed, EnvironmentName, MetricName, RiskTier, VersionText } from './common.ts';
import { FieldChange, ResourceChange } from './resource-change.ts';
import type { Of } from './schema.ts';

const Finite = Type.Number({ minimum: -1e12, maximum: 1e12 });
const Count = Type.Integer({ minimum: 0, maximum: 1e12 });
const Name = Type.String({ minLength: 1, maxLength: 300 });
const Versions = Type.Array(VersionText, { maxItems: 100 });
const Codes = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 });
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** Who stands in an environment. */
const Standing = Type.Object({ stable: VersionText, candidate: nullable(VersionText) }, closed);

/** What the change does to a unit; without a base nothing was compared, and nothing is said to have changed. */
const UnitChange = Type.Object(
  {
    compared: Type.Boolean(),
    /** Who stands here at the base; null for a unit that is new, and when nothing was compared. */
    before: nullable(Standing),
    /** Versions that the change brings here. */
    introduced: Versions,
    /** Versions of which the change edits or removes release.yaml or evaluation.json, which are never to change. */
    rewritten: Versions,
    rolledBack: Type.Boolean(),
    /** Whether card.yaml has other bytes; whether the declaration has. */
    card: Type.Boolean(),
    declaration: Type.Boolean(),
  },
  closed,
);

/** Counts and rates of the groups of one protected attribute, of the judged release. */
const GroupTable = Type.Object(
  {
    attribute: Name,
    /** The group that others are compared with, as it is declared; null when the attribute is not. */
    reference: nullable(Name),
    groups: Type.Array(
      Type.Object(
        {
          group: Name,
          /** Rows that it was measured on. */
          n: Count,
          /** `selection_rate`, `true_positive_rate` and `false_positive_rate`, or `mae` and `bias`; null where there are no rows to measure it on. */
          values: Type.Record(MetricName, nullable(Finite), { maxProperties: 5 }),
        },
        closed,
      ),
      { maxItems: 500 },
    ),
  },
  closed,
);
export type GroupTable = Of<typeof GroupTable>;

/** Drift of the judged release's data, the features that moved furthest first; at most ten. */
const DriftTable = Type.Object(
  {
    score: Finite,
    /** The limit in force. */
    limit: Finite,
    features: Type.Array(Type.Object({ name: Name, method: Name, effectSize: Finite, pValue: nullable(Finite) }, closed), { maxItems: 10 }),
    /** How many were measured. */
    measured: Count,
  },
  closed,
);

/** A control of a compliance pack that a check of this unit failed, or that only a waiver excuses. */
const TouchedControl = Type.Object({ pack: Name, id: Name, title: Name, status: Type.Enum(['failed', 'excepted']), checks: Codes }, closed);
export type TouchedControl = Of<typeof TouchedControl>;

/** Approvals that the change needs here of one role. */
const NeededApproval = Type.Object(
  {
    version: VersionText,
    role: Name,
    /** People who have to approve, not counting who wrote the change. */
    count: Type.Integer({ minimum: 1, maximum: 10 }),
    /** Who did; null when nobody could be asked. */
    given: nullable(Type.Array(Name, { maxItems: 100 })),
    enough: Type.Boolean(),
  },
  closed,
);
export type NeededApproval = Of<typeof NeededApproval>;

/** What a reviewer has to know of a unit beside its verdict. */
export const UnitReview = Type.Object(
  {
    riskTier: RiskTier,
    /** The environment that a version comes to after this one; null for the last. */
    next: nullable(EnvironmentName),
    change: UnitChange,
    limits: Type.Object(
      {
        /** Limits that are others once the change is merged; null when they cannot be read then. */
        moved: nullable(Type.Array(FieldChange, { maxItems: 1000 })),
        /** Limits that the model asks to loosen, in vain. */
        refused: Type.Array(Type.Object({ path: Name, asked: Finite, limit: Finite }, closed), { maxItems: 1000 }),
      },
      closed,
    ),
    /** Empty, as `drift` is null, for a unit that passed and that the change leaves alone. */
    groups: Type.Array(GroupTable, { maxItems: 500 }),
    drift: nullable(DriftTable),
    /** Manifests against the base, what can reach furthest first. */
    resources: Type.Array(ResourceChange, { maxItems: 10_000 }),
    controls: Type.Array(TouchedControl, { maxItems: 5000 }),
    approvals: Type.Array(NeededApproval, { maxItems: 100 }),
  },
  closed,
);
export type UnitReview = Of<typeof UnitReview>;

/** Who has to agree to a change of what judges: one person who has the second role at the base, and wrote nothing of the change. */
const SecondRole = Type.Object(
  {
    /** Null when the base names none: then nobody can agree. */
    role: nullable(Name),
    /** Who has the role, without the author where that is known. */
    people: Type.Array(Name, { maxItems: 200 }),
    /** Who of them approved; null when nobody could be asked. */
    given: nullable(Type.Array(Name, { maxItems: 100 })),
    enough: Type.Boolean(),
  },
  closed,
);
export type SecondRole = Of<typeof SecondRole>;

const Verdict = Type.Enum(['pass', 'warn', 'deny']);

/** A unit of which other policies would say something else. Codes are those that weigh: neither waived nor mere notes. */
const VerdictChange = Type.Object(
  {
    /** `<model>/<environment>`. */
    unit: Name,
    before: Verdict,
    after: Verdict,
    /** Codes that would be found and are not; `lost`: the other way round. */
    gained: Codes,
    lost: Codes,
  },
  closed,
);
export type VerdictChange = Of<typeof VerdictChange>;

/** What the change's own policies, limits, waivers, keys and enforcement would say. For people to read: it decides nothing. */
const NewPolicies = Type.Object(
  {
    /** Why they cannot judge; null when they could. */
    failure: nullable(Type.String({ minLength: 1, maxLength: 2000 })),
    units: Type.Array(VerdictChange, { maxItems: 1000 }),
    /** Units that are others too and not listed. */
    more: Count,
  },
  closed,
);
export type NewPolicies = Of<typeof NewPolicies>;

/** What the change does beside its units. */
export const SharedReview = Type.Object(
  {
    /** Manifests that every model of an environment shares, and those that tell Argo CD what to apply. */
    resources: Type.Array(ResourceChange, { maxItems: 10_000 }),
    /** Changed files that decide about the gate itself: policies, workflows, owners, the configuration. */
    guarded: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 10_000 }),
    /** Absent when none of them changed, and in reports of older versions. */
    secondRole: Type.Optional(SecondRole),
    /** Absent when none of what judges units changed, and in reports of older versions. */
    newPolicies: Type.Optional(NewPolicies),
  },
  closed,
);
export type SharedReview = Of<typeof SharedReview>;
