import type { Placement, Releases } from '../contracts/releases.ts';
import type { LimitsOfSide } from '../contracts/resolve-thresholds.ts';
import type { UnitReview } from '../contracts/unit-review.ts';
import { catalogPath, readCatalog } from './catalog.ts';
import { changeOfModel, changeOfPlacement, diffFiles, isEmpty } from './change.ts';
import type { Filter } from './collect.ts';
import { readLayout, unitName, type Layout } from './layout.ts';
import { limitsAt } from './limits-at.ts';
import { orNull } from './or-null.ts';
import { findReleases } from './releases.ts';
import { documentsAt, sharedChanges, type Replaced, type SharedChanges } from './shared-changes.ts';
import { readThresholds } from './thresholds.ts';
import type { Tree } from './tree.ts';

/** One model in one environment on both sides, as far as they are not the same. */
export interface ChangedUnit {
  readonly model: string;
  readonly environment: string;
  readonly stable: string;
  readonly candidate: string | null;
  readonly change: UnitReview['change'];
  readonly limits: { readonly before: LimitsOfSide | null; readonly after: LimitsOfSide | null } | null;
  readonly before: readonly Replaced[];
  readonly after: readonly Replaced[];
}

export interface Changes {
  readonly units: readonly ChangedUnit[];
  readonly removed: readonly string[];
  readonly shared: SharedChanges;
}

interface Sides {
  readonly head: Tree;
  readonly base: Tree;
  readonly layouts: { readonly head: Layout; readonly base: Layout };
  /** Read when the first unit's limits can have moved. */
  readonly thresholds: () => Promise<{ readonly head: Thresholds; readonly base: Thresholds }>;
  /** Whether a file of limits has other bytes. */
  readonly limitsMoved: boolean;
}
type Thresholds = Awaited<ReturnType<typeof readThresholds>> | null;

const LIMITS = 'policies/thresholds/';

/**
 * What is other in one tree than in another, without judging any of it: units that are there on either side, and what they share.
 * @throws UserError or UserErrors: `git.*`, `path.*`, `file.*`, and what the readers of releases and declarations throw
 */
export async function collectChanges(head: Tree, base: Tree, filter: Filter): Promise<Changes> {
  const both = async (): Promise<{ readonly head: Thresholds; readonly base: Thresholds }> => ({
    head: await orNull(readThresholds(head)),
    base: await orNull(readThresholds(base)),
  });
  let thresholds: ReturnType<typeof both> | null = null;
  const layouts = { head: await readLayout(head), base: await readLayout(base) };
  const sides: Sides = {
    head,
    base,
    layouts,
    thresholds: () => (thresholds ??= both()),
    limitsMoved: !isEmpty(await diffFiles(head, base, await head.list(LIMITS), await base.list(LIMITS))),
  };
  const takesIn = (list: readonly string[], name: string): boolean => list.length === 0 || list.includes(name);
  const units: ChangedUnit[] = [];
  const removed: string[] = [];
  for (const model of [...new Set([...layouts.base.models, ...layouts.head.models])].sort()) {
    if (!takesIn(filter.models, model)) continue;
    const changes = await changesOf(sides, model);
    units.push(...changes.units.filter(({ environment }) => takesIn(filter.environments, environment)));
    removed.push(...changes.removed.filter((environment) => takesIn(filter.environments, environment)).map((one) => unitName(model, one)));
  }
  return { units, removed, shared: await sharedChanges(head, base) };
}

/** Where a model serves; what is retired serves no more. */
function serving(releases: Releases | null): ReadonlyMap<string, Placement> {
  return new Map(Object.entries(releases?.environments ?? {}).filter(([, { retired }]) => retired === undefined));
}

async function changesOf(
  sides: Sides,
  model: string,
): Promise<{ readonly units: readonly ChangedUnit[]; readonly removed: readonly string[] }> {
  const { head, base, layouts } = sides;
  const now = serving(layouts.head.models.includes(model) ? await findReleases(head, model) : null);
  const then = serving(layouts.base.models.includes(model) ? await findReleases(base, model) : null);
  const sources = { head: layouts.head.sources.get(model) ?? [], base: layouts.base.sources.get(model) ?? [] };
  const { card, declaration, rewritten } = await changeOfModel(head, base, model, sources);
  const units: ChangedUnit[] = [];
  for (const [environment, placement] of now) {
    const [here, there] = [layouts.head, layouts.base].map((layout) => layout.manifests.get(model)?.get(environment) ?? []);
    const files = await diffFiles(head, base, here ?? [], there ?? []);
    const stood = then.get(environment);
    const { stable, candidate = null } = placement;
    const moved = stood?.stable !== stable || (stood.candidate ?? null) !== candidate;
    if (isEmpty(files) && !moved && !card && !declaration && rewritten.length === 0 && !sides.limitsMoved) continue;
    units.push({
      model,
      environment,
      stable,
      candidate,
      change: {
        compared: true,
        before: stood === undefined ? null : { stable: stood.stable, candidate: stood.candidate ?? null },
        rewritten,
        card,
        declaration,
        ...changeOfPlacement(placement, stood),
      },
      limits: await limitsOf(sides, model, environment, declaration),
      before: await documentsAt(base, [...files.changed, ...files.removed]),
      after: await documentsAt(head, [...files.changed, ...files.added]),
    });
  }
  // Who has nothing to sort need not read the declaration.
  const order = units.length < 2 ? [] : await promotionOrder(head, model, [...now.keys()]);
  units.sort((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
  return { units, removed: [...then.keys()].filter((environment) => !now.has(environment)) };
}

async function limitsOf(
  { head, base, thresholds, limitsMoved }: Sides,
  model: string,
  environment: string,
  declaration: boolean,
): Promise<ChangedUnit['limits']> {
  if (!limitsMoved && !declaration) return null;
  const files = await thresholds();
  return {
    before: await limitsAt(base, files.base, model, environment),
    after: await limitsAt(head, files.head, model, environment),
  };
}

/** As the declaration has them; by name where it cannot be read. */
async function promotionOrder(head: Tree, model: string, placed: readonly string[]): Promise<readonly string[]> {
  const spec = (await orNull(head.read(catalogPath(model)))) === null ? null : await orNull(readCatalog(head, model));
  const declared = (spec?.environments ?? []).map(({ name }) => name);
  return [...declared.filter((name) => placed.includes(name)), ...placed.filter((name) => !declared.includes(name)).toSorted()];
}
