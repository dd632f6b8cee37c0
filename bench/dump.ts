// Writes what the peers are given ready-made: unit contexts for cdk8s, gate inputs for OPA and conftest.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { UnitContext } from '../lib/contracts/unit-facts.ts';
import { collect, headInstant, readModelFacts, readThresholds, workTree } from '../lib/evidence/index.ts';
import { findModels, loadConfig } from '../lib/synth/index.ts';

const [root = '', out = ''] = process.argv.slice(2);
const tree = workTree(root);
const thresholds = await readThresholds(tree);
const config = await loadConfig(root);
const contexts: Record<string, UnitContext> = {};
for (const id of findModels(root)) {
  const { releases, versions, card } = await readModelFacts(tree, id);
  const placement = releases.environments['prod'];
  if (placement === undefined) throw new Error(`${id} is not in prod`);
  contexts[id] = { model: id, environment: 'prod', placement, versions, card, thresholds, config };
}
writeFileSync(path.join(out, 'contexts.json'), JSON.stringify(contexts));

mkdirSync(path.join(out, 'inputs'));
const collection = await collect({ root, head: tree, base: null, now: await headInstant(root), filter: { models: [], environments: [] } });
for await (const { model, input } of collection.units()) writeFileSync(path.join(out, 'inputs', `${model}.json`), JSON.stringify(input));
