import type { BlockedRelease } from '../contracts/blocked.ts';
import type { Instant } from '../contracts/common.ts';
import type { Placement } from '../contracts/releases.ts';
import type { Thresholds } from '../contracts/thresholds.ts';
import { blockOf } from './is-blocked.ts';
import type { Role } from './promote.ts';

/** Where a model stands, and by what its releases move on. */
export interface Standing {
  readonly model: string;
  /** Environments, in promotion order. */
  readonly order: readonly string[];
  readonly placements: Readonly<Record<string, Placement>>;
  /** Limits of promotion, by environment. */
  readonly limits: Readonly<Record<string, Thresholds['promotion']>>;
  /** Environments in which candidates roll out step by step. */
  readonly progressive: readonly string[];
  /** When each version first stood where. */
  readonly reached: Readonly<Record<string, Readonly<Record<string, Instant>>>>;
  /** Image of every version that has a folder; null where it has no digest. */
  readonly digests: Readonly<Record<string, string | null>>;
  readonly blocked: readonly BlockedRelease[];
  readonly now: Instant;
  /** Whether the first version comes after the second. */
  readonly isNewer: (a: string, b: string) => boolean;
}

/** A promotion that would come next. The gate has the last word: this only says what it would wait for. */
export interface NextStep {
  readonly environment: string;
  readonly version: string;
  readonly role: Role;
  readonly sentence: string;
  /** When it may come at the earliest; null when that is now, or not known. */
  readonly allowedFrom: string | null;
  /** What is in its way; null when nothing is. */
  readonly waitsFor: string | null;
  readonly command: string;
}

/** What may come next for a model: by environment, in promotion order. */
export function nextSteps(standing: Standing): readonly NextStep[] {
  return standing.order.flatMap((environment) => {
    const placement = standing.placements[environment];
    if (placement?.retired !== undefined) return [];
    if (placement?.candidate !== undefined) return [finish(standing, environment, placement.candidate)];
    const version = comingTo(standing, environment);
    if (version === undefined || (placement !== undefined && !standing.isNewer(version, placement.stable))) return [];
    const role: Role = placement !== undefined && standing.progressive.includes(environment) ? 'candidate' : 'stable';
    return [step(standing, environment, version, role)];
  });
}

/** The version that would come into an environment: the stable one of the stage before it, or the newest of all for the first stage. */
function comingTo({ placements, limits, digests, isNewer }: Standing, environment: string): string | undefined {
  const after = limits[environment]?.after ?? null;
  if (after !== null) return placements[after]?.retired === undefined ? placements[after]?.stable : undefined;
  return Object.keys(digests).reduce<string | undefined>(
    (newest, version) => (newest === undefined || isNewer(version, newest) ? version : newest),
    undefined,
  );
}

function finish(standing: Standing, environment: string, version: string): NextStep {
  const { model } = standing;
  const block = blockIn(standing, environment, version);
  return {
    environment,
    version,
    role: 'stable',
    sentence: `make ${version} stable in ${environment} when its rollout is over`,
    allowedFrom: null,
    waitsFor: block,
    command: `npx modelgate release promote ${model} --version ${version} --env ${environment} --as stable`,
  };
}

function step(standing: Standing, environment: string, version: string, role: Role): NextStep {
  const { model, limits, reached, now } = standing;
  const limit = limits[environment];
  const after = limit?.after ?? null;
  const arrived = after === null ? undefined : reached[version]?.[after];
  const ends = arrived === undefined || limit === undefined ? null : arrived.seconds + limit.minSoakHours * 3600;
  const frozen = limit?.freeze?.find(({ from, to }) => from <= now.at.slice(0, 10) && now.at.slice(0, 10) <= to);
  const soaking = ends !== null && ends > now.seconds ? `${new Date(ends * 1000).toISOString().slice(0, 19)}Z` : null;
  const waits = [
    blockIn(standing, environment, version),
    soaking === null ? null : `soak in ${after ?? ''} ends at ${soaking}`,
    after !== null && arrived === undefined && limit !== undefined && limit.minSoakHours > 0
      ? `when it came to ${after} is not committed`
      : null,
    frozen === undefined ? null : `frozen until ${frozen.to}: ${frozen.reason}`,
  ].filter((one) => one !== null);
  const approvals = (limit?.approvals ?? []).map(({ role: who, count }) => `${String(count)} of ${who}`);
  return {
    environment,
    version,
    role,
    sentence: `promote ${version} to ${environment}${approvals.length === 0 ? '' : `, approved by ${approvals.join(' and ')}`}`,
    allowedFrom: soaking,
    waitsFor: waits.length === 0 ? null : waits.join('; '),
    command: `npx modelgate release promote ${model} --version ${version} --env ${environment}`,
  };
}

function blockIn({ digests, blocked, order }: Standing, environment: string, version: string): string | null {
  const block = blockOf(digests[version] ?? null, environment, blocked, order);
  return block === null ? null : `its image is blocked in ${block.environment}: ${block.reason}`;
}
