import { byCodeUnit } from '../by-code-unit.ts';
import { approvalsFor, type GivenApprovals } from '../contracts/approvals.ts';
import { TIERS, type Instant, type RiskTier } from '../contracts/common.ts';
import { GateInput, type Change, type JudgedManifest, type Subject } from '../contracts/gate-input.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { DatasetRules } from '../contracts/portfolio.ts';
import type { Placement, Releases } from '../contracts/releases.ts';
import { resolveThresholds, type LimitsOfSide, type Loosened } from '../contracts/resolve-thresholds.ts';
import { parse } from '../contracts/schema.ts';
import type { SignedEvidence } from '../contracts/signed-evidence.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import { UserError, UserErrors } from '../errors.ts';
import { blockedBy } from './blocked.ts';
import { readBreakGlass } from './break-glass.ts';
import { readCard } from './card.ts';
import { catalogPath, readCatalog } from './catalog.ts';
import {
  changeOfModel,
  changeOfPlacement,
  diffFiles,
  isEmpty,
  NO_DIFF,
  NOTHING_COMPARED,
  type ManifestDiff,
  type ModelChange,
} from './change.ts';
import { closest } from '../closest.ts';
import { readDatasets } from './datasets.ts';
import { datesOf, type Judged } from './dates.ts';
import { CommitTree, gitTree } from './commit-tree.ts';
import { readEvaluation } from './evaluation.ts';
import { releaseMissing } from './facts.ts';
import { resolveCommit } from './git.ts';
import { readHistory } from './history.ts';
import { JUDGED_EVIDENCE, judgedDigests, judgedWith, type Judged as JudgedFiles } from './judged-digests.ts';
import { layoutMistakes, readLayout, unitName, type Layout } from './layout.ts';
import { Ledger } from './ledger.ts';
import { limitsAt } from './limits-at.ts';
import { readManifest } from './read-manifest.ts';
import { readPortfolio, type PortfolioOf } from './portfolio.ts';
import { readRelease } from './release.ts';
import { findReleases, readReleases, releasesPath } from './releases.ts';
import { remainsMistakes, skippedRetirements } from './retirement.ts';
import { readRings, type Rings } from './signed/rings.ts';
import { readSignedEvidence } from './signed/signed-evidence.ts';
import { documentsAt, sharedChanges, type Replaced, type SharedChanges } from './shared-changes.ts';
import { readThresholds } from './thresholds.ts';
import { placeIn, type Tree } from './tree.ts';
import { collectPlatforms } from './platform.ts';
import { orNull } from './or-null.ts';

/** Which units to judge; an empty list means all. */
export interface Filter {
  readonly models: readonly string[];
  readonly environments: readonly string[];
}

export interface CollectProps {
  /** Absolute path of the repository's folder. */
  readonly root: string;
  /** The files that are judged: the work tree's, or a commit's. */
  readonly head: Tree;
  /** The commit that judges; null when the head's own policies, thresholds, waivers and keys do. */
  readonly base: Tree | null;
  /** Where policies, thresholds, waivers and keys are read from; by default the base, or the head without one. */
  readonly law?: Tree;
  readonly now: Instant;
  readonly filter: Filter;
  /** Who approved the change; null or absent when nobody could be asked. */
  readonly approvals?: GivenApprovals | null;
}

/** One model in one environment, ready to be judged. */
export interface CollectedUnit {
  readonly model: string;
  readonly environment: string;
  readonly input: GateInput;
  /** Files of `synth/<environment>/<model>/` against the base; empty without one. */
  readonly manifestDiff: ManifestDiff;
  /** Limits that the model asked to loosen, in vain. */
  readonly loosened: readonly Loosened[];
  /** What the base has in the place of changed and removed manifests. */
  readonly replaced: readonly Replaced[];
  /** Limits by the base's files and by those of the head; null without a base, and where neither files nor declaration changed. */
  readonly limits: { readonly before: LimitsOfSide | null; readonly after: LimitsOfSide | null } | null;
}

/** What a verdict names beside its units. */
export interface CollectionSummary {
  /** Hash of the head commit. */
  readonly head: string;
  /** Whether a judged file, or one under `policies/`, differs from the head commit's. */
  readonly dirty: boolean;
  /** Hash of the base commit; null without one. */
  readonly base: string | null;
  /** Whether a filter left units out. */
  readonly partial: boolean;
  /** SHA-256 of the judged bytes, by kind (`digestOf`); of the whole repository, whatever the filter. */
  readonly digests: GateReport['digests'];
  /** Models (`churn`) and units (`churn/prod`) that stood at the base and are gone, sorted; those that the filter takes in. */
  readonly removed: readonly string[];
  /** What the head changes beside its units; null without a base. */
  readonly shared: SharedChanges | null;
}

export interface Collection {
  /**
   * The units, by model and then in the model's promotion order; one at a time, so that a thousand of them need no more memory than one.
   * Once a file is found wrong no further unit comes; all files are still read, and everything wrong is thrown together at the end.
   */
  units(): AsyncGenerator<CollectedUnit, void, undefined>;
  /** What is no unit, of the environments that units were collected in; asked for when they have all come. */
  platforms(): ReturnType<typeof collectPlatforms>;
  summary(): Promise<CollectionSummary>;
}

interface Sides {
  readonly head: Ledger;
  readonly base: Tree | null;
  readonly layout: Layout;
  readonly baseLayout: Layout | null;
}

interface Shared extends Sides {
  readonly now: Instant;
  readonly thresholds: Readonly<Record<RiskTier, ThresholdFile>>;
  readonly rings: Rings;
  readonly history: Awaited<ReturnType<typeof readHistory>>;
  readonly policiesChanged: boolean;
  readonly approvals: GivenApprovals | null;
  readonly datasets: DatasetRules;
  readonly breakGlass: Awaited<ReturnType<typeof readBreakGlass>>;
}

/**
 * Reads what is to be judged.
 * @throws UserError or UserErrors: `git.*`, `models.none`, `filter.unknown_model`, `catalog.missing`, `synth.orphan`, `manifest.unexpected_file`,
 * `thresholds.missing` and whatever the readers throw; `units()` throws the rest: `gate.no_units`, `placement.unknown_environment`, `synth.missing`,
 * `synth.not_placed`, `release.missing`, `release.not_retired`, `release.retired_remains`, `manifest.not_canonical`, `evidence.wrong_subject`
 */
export async function collect({ root, head: tree, base, law: given, now, filter, approvals = null }: CollectProps): Promise<Collection> {
  const listing = tree instanceof CommitTree ? Promise.resolve(tree) : headTree(root, base);
  // git looks for both while files are read.
  const history = (async () => {
    const known = base instanceof CommitTree ? base : await listing;
    return readHistory(root, base?.name ?? known.name, filter.models, known);
  })();
  history.catch(() => undefined);
  const commit = await listing;
  const head = new Ledger(tree, commit.name);
  const law = given ?? base ?? head;
  const layout = await readLayout(head);
  const mistakes = layoutMistakes(head, layout, await head.list('synth/catalog/'));
  throwAll(mistakes);
  const models = chosenModels(layout.models, filter.models);
  const sides: Sides = { head, base, layout, baseLayout: base === null ? null : await layoutOfBase(base, head, layout) };
  const shared: Shared = {
    ...sides,
    now,
    approvals,
    thresholds: await readThresholds(law),
    rings: await readRings(head, law),
    history: await history,
    datasets: await readDatasets(law),
    breakGlass: await readBreakGlass(law, now),
    policiesChanged: base !== null && !isEmpty(await diffFiles(head, base, await head.list('policies/'), await base.list('policies/'))),
  };
  const namespaces = new Map<string, Set<string>>();
  const judged = judgedWith(filter.models);
  return {
    units: () => noting(units(shared, models, filter), namespaces),
    platforms: () => collectPlatforms(head, now, namespaces),
    summary: async () => ({
      head: commit.name,
      dirty: tree !== commit && (await isDirty(head, commit, judged)),
      base: base?.name ?? null,
      partial: filter.models.length + filter.environments.length > 0,
      digests: await judgedDigests(head, law instanceof Ledger ? law : new Ledger(law, null), judged),
      removed: await removed(sides, filter),
      shared: base === null ? null : await sharedChanges(head, base),
    }),
  };
}

/** The head commit, which is listed already when the base is the same. */
async function headTree(root: string, base: Tree | null): Promise<CommitTree> {
  return base instanceof CommitTree && base.name === (await resolveCommit(root, 'HEAD')) ? base : gitTree(root, 'HEAD');
}

/** The head's own layout, where the head is listed by the base and has the same files. */
async function layoutOfBase(base: Tree, head: Tree, layout: Layout): Promise<Layout> {
  for (const prefix of ['models/', 'synth/']) if ((await base.list(prefix)) !== (await head.list(prefix))) return readLayout(base);
  return layout;
}

/** Passes units on, and notes which namespaces they are in. */
async function* noting(
  all: AsyncGenerator<CollectedUnit, void, undefined>,
  namespaces: Map<string, Set<string>>,
): AsyncGenerator<CollectedUnit, void, undefined> {
  for await (const unit of all) {
    const here = namespaces.get(unit.environment) ?? new Set<string>();
    namespaces.set(unit.environment, here);
    const declared = unit.input.model.environments.find(({ name }) => name === unit.environment);
    if (declared !== undefined) here.add(declared.namespace);
    yield unit;
  }
}

function throwAll(errors: readonly UserError[]): void {
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new UserErrors(errors);
}

function chosenModels(known: readonly string[], wanted: readonly string[]): readonly string[] {
  throwAll(
    wanted
      .filter((model) => !known.includes(model))
      .map((model) => {
        const near = closest(model, known);
        const fix = near === null ? `Name one of ${known.slice(0, 10).join(', ')}.` : `Did you mean ${near}?`;
        return new UserError(
          'filter.unknown_model',
          `--model ${JSON.stringify(model)}: no such folder under models/; expected a model’s id`,
          fix,
        );
      }),
  );
  return wanted.length === 0 ? known : known.filter((model) => wanted.includes(model));
}

async function* units(shared: Shared, models: readonly string[], filter: Filter): AsyncGenerator<CollectedUnit, void, undefined> {
  const portfolio = await readPortfolio(shared.head, shared.layout, shared.datasets, models, shared.head.beneath);
  const errors: UserError[] = [...(await skipped(shared, filter)), ...portfolio.errors];
  const environments = new Set<string>();
  let count = 0;
  for (const model of models) {
    try {
      for await (const unit of unitsOf(shared, model, filter, environments, portfolio.of)) {
        count += 1;
        if (errors.length === 0) yield unit;
      }
    } catch (thrown) {
      if (thrown instanceof UserError) errors.push(thrown);
      else if (thrown instanceof UserErrors) errors.push(...thrown.errors);
      else throw thrown;
    }
  }
  throwAll(errors);
  const unknown = filter.environments.filter((environment) => !environments.has(environment));
  if (count > 0 && unknown.length === 0) return;
  const where = unknown.length === 0 ? '' : ` in ${unknown.join(', ')}`;
  throw new UserError(
    'gate.no_units',
    `models/: no release is placed${where}; expected at least one unit to judge`,
    `Place a release in releases.yaml, or name one of ${[...environments].sort(byCodeUnit).join(', ')}.`,
  );
}

/** One model's documents, each read once. */
class Documents {
  readonly #tree: Tree;
  readonly #model: string;
  readonly #subjects = new Map<string, Promise<Subject>>();
  readonly #signed = new Map<string, Promise<SignedEvidence>>();
  #card: ReturnType<typeof readCard> | null = null;

  constructor(tree: Tree, model: string) {
    this.#tree = tree;
    this.#model = model;
  }

  subject(version: string): Promise<Subject> {
    const known = this.#subjects.get(version);
    if (known !== undefined) return known;
    const made = this.#read(version);
    this.#subjects.set(version, made);
    return made;
  }

  async #read(version: string): Promise<Subject> {
    const release = await readRelease(this.#tree, this.#model, version);
    const evaluation = await readEvaluation(this.#tree, this.#model, version);
    this.#card ??= readCard(this.#tree, this.#model);
    return { version, release, evaluation, card: await this.#card };
  }

  /** What is signed of the versions that stand here; each is verified once for all environments. */
  async signatures({ stable, candidate }: Judged, rings: Rings): Promise<GateInput['signatures']> {
    const found: [string, SignedEvidence][] = [];
    for (const { version } of candidate === null ? [stable] : [stable, candidate]) {
      const signed = this.#signed.get(version) ?? readSignedEvidence(this.#tree, rings, this.#model, version);
      this.#signed.set(version, signed);
      found.push([version, await signed]);
    }
    return Object.fromEntries(found);
  }

  async placed({ stable, candidate }: Placement): Promise<Judged> {
    return { stable: await this.subject(stable), candidate: candidate === undefined ? null : await this.subject(candidate) };
  }
}

async function* unitsOf(
  shared: Shared,
  model: string,
  filter: Filter,
  environments: Set<string>,
  portfolioOf: PortfolioOf,
): AsyncGenerator<CollectedUnit, void, undefined> {
  const { head, base, layout, baseLayout } = shared;
  const releases = await readReleases(head, model);
  const declared = await readCatalog(head, model);
  const stoodAs = base === null ? null : await declaredAt(base, model);
  // Whoever lowers a model's tier is judged by the old one, and whoever gives it to another team needs the old one's word.
  const spec = { ...declared, riskTier: higherTier(declared.riskTier, stoodAs?.riskTier ?? null) };
  const approvals = shared.approvals === null ? null : approvalsFor(shared.approvals, (stoodAs ?? declared).owner.team);
  throwAll(placementMistakes(head, layout, releases, spec));
  const documents = new Documents(head, model);
  const baseReleases = base === null ? null : await findReleases(base, model);
  const baseDocuments = base === null ? null : new Documents(base, model);
  const modelChange =
    base === null
      ? NOTHING_COMPARED
      : await changeOfModel(head, base, model, { head: layout.sources.get(model) ?? [], base: baseLayout?.sources.get(model) ?? [] });
  const headThresholds = base === null || !shared.policiesChanged ? shared.thresholds : await orNull(readThresholds(head));
  for (const { name: environment } of spec.environments) {
    const placement = environmentOf(releases, environment);
    if (placement === undefined) continue;
    environments.add(environment);
    if (filter.environments.length > 0 && !filter.environments.includes(environment)) continue;
    const unit = unitName(model, environment);
    const paths = manifestPaths(layout, model, environment);
    if (placement.retired !== undefined) {
      // Nothing serves there, so there is nothing to judge.
      throwAll(remainsMistakes(head, model, environment, paths));
      continue;
    }
    const manifestDiff = base === null ? NO_DIFF : await diffFiles(head, base, paths, manifestPaths(baseLayout, model, environment));
    const stood = baseReleases === null ? undefined : environmentOf(baseReleases, environment);
    // What comes back from retirement is new there.
    const before = stood?.retired === undefined ? stood : undefined;
    const subjects = await documents.placed(placement);
    for (const subject of [subjects.stable, subjects.candidate]) {
      if (subject !== null && subject.release === null && subject.evaluation === null) throw releaseMissing(head, model, subject.version);
    }
    const own = shared.thresholds[spec.riskTier];
    const { thresholds, loosened } = resolveThresholds(own, spec.task, environment, spec.thresholds);
    const input = {
      schemaVersion: 'modelgate.dev/gate-input/v1',
      now: shared.now,
      environment,
      model: spec,
      thresholds,
      ...subjects,
      incumbent: before === undefined || baseDocuments === null ? null : await baseDocuments.placed(before),
      change: changeOf(modelChange, placement, before, manifestDiff, shared),
      history: shared.history.of(model),
      blocked: await blockedBy(head, base, model),
      breakGlass: shared.breakGlass.get(unit) ?? [],
      approvals,
      dates: datesOf(subjects),
      signatures: await documents.signatures(subjects, shared.rings),
      portfolio: portfolioOf(spec, environment),
      manifests: await manifestsOf(head, paths, model),
    };
    const replaced = base === null ? [] : await documentsAt(base, [...manifestDiff.changed, ...manifestDiff.removed]);
    const limits =
      base === null || !(shared.policiesChanged || modelChange.declaration)
        ? null
        : {
            before: await limitsAt(base, shared.thresholds, model, environment),
            after: await limitsAt(head, headThresholds, model, environment),
          };
    yield { model, environment, input: parse(GateInput, input, unit), manifestDiff, loosened, replaced, limits };
  }
}

function manifestPaths(layout: Layout | null, model: string, environment: string): readonly string[] {
  return layout?.manifests.get(model)?.get(environment) ?? [];
}

function higherTier(a: RiskTier, b: RiskTier | null): RiskTier {
  return b !== null && TIERS.indexOf(b) > TIERS.indexOf(a) ? b : a;
}

/** A model's declaration in `tree`; null when it isn't there. */
async function declaredAt(tree: Tree, model: string): Promise<ModelSpec | null> {
  return (await tree.read(catalogPath(model))) === null ? null : await readCatalog(tree, model);
}

function environmentOf(releases: Releases, environment: string): Placement | undefined {
  return Object.hasOwn(releases.environments, environment) ? releases.environments[environment] : undefined;
}

function changeOf(
  modelChange: ModelChange,
  now: Placement,
  before: Placement | undefined,
  manifestDiff: ManifestDiff,
  shared: Shared,
): Change {
  if (shared.base === null) return NOTHING_COMPARED;
  const { rewritten, card, declaration } = modelChange;
  return {
    compared: true,
    rewritten,
    card,
    declaration,
    ...changeOfPlacement(now, before),
    manifests: !isEmpty(manifestDiff),
    policies: shared.policiesChanged,
  };
}

async function manifestsOf(head: Tree, paths: readonly string[], model: string): Promise<readonly JudgedManifest[]> {
  const manifests: JudgedManifest[] = [];
  for (const path of paths) {
    const bytes = await head.read(path);
    // Listed a moment ago: whoever removed it since made the verdict meaningless.
    if (bytes === null)
      throw new UserError(
        'file.changed_meanwhile',
        `${placeIn(head, path)}: vanished while it was being judged; expected files that lie still`,
        'Run the command again.',
      );
    manifests.push(readManifest(bytes, path, model));
  }
  return manifests;
}

/** Where releases.yaml, the declaration and `synth/` disagree on the environments of one model. */
function placementMistakes(head: Tree, layout: Layout, releases: Releases, spec: ModelSpec): readonly UserError[] {
  const declared = spec.environments.map(({ name }) => name);
  const placed = Object.keys(releases.environments);
  const where = placeIn(head, releasesPath(spec.id));
  const unknown = placed
    .filter((environment) => !declared.includes(environment))
    .map(
      (environment) =>
        new UserError(
          'placement.unknown_environment',
          `${where}: environment ${JSON.stringify(environment)} is not in ${catalogPath(spec.id)}; expected one of ${declared.join(', ')}`,
          'Correct releases.yaml, or declare the environment and run `npx modelgate synth`.',
        ),
    );
  const missing = placed
    .filter((environment) => declared.includes(environment) && manifestPaths(layout, spec.id, environment).length === 0)
    .map(
      (environment) =>
        new UserError(
          'synth.missing',
          `${placeIn(head, `synth/${environment}/${spec.id}/`)}: absent, but releases.yaml places a release there; expected its manifests`,
          'Run `npx modelgate synth` and commit what it writes.',
        ),
    );
  const extra = [...(layout.manifests.get(spec.id)?.keys() ?? [])]
    .filter((environment) => !placed.includes(environment))
    .map((environment) => {
      return new UserError(
        'synth.not_placed',
        `${placeIn(head, `synth/${environment}/${spec.id}/`)}: there, but releases.yaml places nothing in ${environment}; expected manifests of placed releases only`,
        'Run `npx modelgate synth` and commit what it removes, or place a release.',
      );
    });
  return [...unknown, ...missing, ...extra];
}

/** Compares hashes, not `git status`: an index can be told to look away. Only `touchedTree` believes one, and knows hashes by it. */
async function isDirty(head: Ledger, commit: CommitTree, judged: JudgedFiles): Promise<boolean> {
  const judgedFiles = async (tree: Tree): Promise<readonly string[]> => [
    ...judged(await tree.list('synth/')),
    ...(await tree.list('policies/')),
    ...judged(await tree.list('models/')).filter((path) => JUDGED_EVIDENCE.test(path)),
  ];
  const now = await judgedFiles(head);
  const committed = await judgedFiles(commit);
  if (now.length !== committed.length) return true;
  for (const path of now) {
    const hash = head.hash(path) ?? (await head.entry(path))?.oid;
    if (hash !== commit.oid(path)) return true;
  }
  return false;
}

/** Placements that the filter takes in and that are gone without having been retired. */
async function skipped({ head, base, layout, baseLayout }: Sides, filter: Filter): Promise<readonly UserError[]> {
  if (base === null || baseLayout === null) return [];
  const errors: UserError[] = [];
  for (const model of baseLayout.models.filter((id) => takesIn(filter.models, id))) {
    const before = Object.entries((await findReleases(base, model))?.environments ?? {}).filter(([name]) =>
      takesIn(filter.environments, name),
    );
    const now = layout.models.includes(model) ? (await readReleases(head, model)).environments : {};
    errors.push(...skippedRetirements(head, model, Object.fromEntries(before), now));
  }
  return errors;
}

function takesIn(list: readonly string[], name: string): boolean {
  return list.length === 0 || list.includes(name);
}

async function removed({ head, base, layout, baseLayout }: Sides, filter: Filter): Promise<readonly string[]> {
  if (base === null || baseLayout === null) return [];
  const gone: string[] = [];
  for (const model of baseLayout.models.filter((id) => takesIn(filter.models, id))) {
    const stands = layout.models.includes(model);
    if (!stands) gone.push(model);
    const before = Object.keys((await findReleases(base, model))?.environments ?? {});
    const now = stands ? (await readReleases(head, model)).environments : {};
    for (const environment of before) {
      if (takesIn(filter.environments, environment) && !Object.hasOwn(now, environment)) gone.push(unitName(model, environment));
    }
  }
  return gone.sort(byCodeUnit);
}
