import { byCodeUnit } from '../by-code-unit.ts';
import type { Instant } from '../contracts/common.ts';
import { GateInput } from '../contracts/gate-input.ts';
import { resolveThresholds } from '../contracts/resolve-thresholds.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { readCard } from './card.ts';
import { catalogPath, readCatalog } from './catalog.ts';
import { NOTHING_COMPARED } from './change.ts';
import { readDatasets } from './datasets.ts';
import { datesOf } from './dates.ts';
import { readEvaluation } from './evaluation.ts';
import { readRelease } from './release.ts';
import { readRings } from './signed/rings.ts';
import { readSignedEvidence } from './signed/signed-evidence.ts';
import { readThresholds } from './thresholds.ts';
import { placeIn, type Tree } from './tree.ts';

/** Every version of a model that has a folder, placed or not, sorted by code unit. */
export async function listVersions(tree: Tree, model: string): Promise<readonly string[]> {
  const folder = `models/${model}/versions/`;
  const names = (await tree.list(folder)).map((path) => path.slice(folder.length).split('/'));
  return [...new Set(names.flatMap(([version = '', ...rest]) => (rest.length === 0 ? [] : [version])))].sort(byCodeUnit);
}

export interface VersionProps {
  readonly head: Tree;
  /** Where thresholds and keys come from: the base where there is one. */
  readonly judging: Tree;
  readonly now: Instant;
  readonly model: string;
  readonly version: string;
}

/**
 * One version by itself, before or after anybody placed it: as if it stood in the model's first environment, without manifests and history.
 * Only checks of what the version's own files say can be asked about it.
 * @throws UserError `catalog.missing`, `catalog.no_environment`; what the readers throw
 */
export async function collectVersion({ head, judging, now, model, version }: VersionProps): Promise<GateInput> {
  const spec = await readCatalog(head, model);
  const [first] = spec.environments;
  if (first === undefined) {
    throw new UserError(
      'catalog.no_environment',
      `${placeIn(head, catalogPath(model))}: no environment; expected at least one`,
      'Declare an environment and run `npx modelgate synth`.',
    );
  }
  const limits = await readThresholds(judging);
  const stable = {
    version,
    release: await readRelease(head, model, version),
    evaluation: await readEvaluation(head, model, version),
    card: await readCard(head, model),
  };
  const judged = { stable, candidate: null };
  const input = {
    schemaVersion: 'modelgate.dev/gate-input/v1',
    now,
    environment: first.name,
    model: spec,
    thresholds: resolveThresholds(limits[spec.riskTier], spec.task, first.name, spec.thresholds).thresholds,
    ...judged,
    incumbent: null,
    change: NOTHING_COMPARED,
    history: { complete: false, began: null, reached: {} },
    blocked: [],
    breakGlass: [],
    approvals: null,
    dates: datesOf(judged),
    signatures: { [version]: await readSignedEvidence(head, await readRings(head, judging), model, version) },
    portfolio: { models: 1, rollingOut: 0, candidateTraffic: 0, featureViews: {}, ...(await readDatasets(judging)) },
    manifests: [],
  };
  return parse(GateInput, input, `${model} ${version}`);
}
