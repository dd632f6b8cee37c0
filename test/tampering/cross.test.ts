import { expect, test } from 'vitest';
import { STATEMENT_NAMES, statementPath } from '../../lib/contracts/statement.ts';
import { listed } from '../support/signing.ts';
import { folderOf, genuine, Judge, MODEL, NOW, RING, VERSION, World, TRUSTED } from './world.ts';

const ids = Array.from({ length: 20 }, (_, index) => `model-${String(index + 1)}`);

/** Twenty models with a release each, all well signed with one key that may sign for all of them. */
function twenty(): World {
  const source = genuine();
  const files = new Map([...source.files].filter(([file]) => file.startsWith('policies/')));
  const world = new World(files);
  world.ring(listed('training', 1));
  const own = (text: string, id: string, index: number): string =>
    text
      .replaceAll(/^model: churn$/gm, `model: ${id}`)
      .replaceAll(`"model": "${MODEL}"`, `"model": "${id}"`)
      .replaceAll(`"id": "${MODEL}"`, `"id": "${id}"`)
      .replaceAll('5eb55d01', String(index).padStart(8, '0'));
  for (const [index, id] of ids.entries()) {
    world.put(`synth/catalog/${id}.json`, own(source.text(`synth/catalog/${MODEL}.json`), id, index));
    world.put(`models/${id}/card.yaml`, own(source.text(`models/${MODEL}/card.yaml`), id, index));
    for (const name of ['release.yaml', 'evaluation.json'])
      world.put(`${folderOf(id, VERSION)}/${name}`, own(source.text(`${folderOf(MODEL, VERSION)}/${name}`), id, index));
    world.signAll(TRUSTED, id, VERSION);
  }
  return world;
}

test('of 20 x 20 bundles and models only those that belong together are accepted', { timeout: 120_000 }, async () => {
  const judge = await Judge.make();
  const world = twenty();
  expect(world.text(RING)).toContain('"*"');
  const accepted: string[] = [];
  for (const model of ids) {
    for (const other of ids) {
      const here = new World(world.files);
      for (const name of STATEMENT_NAMES) here.put(statementPath(model, VERSION, name), world.text(statementPath(other, VERSION, name)));
      const found = await judge.verdict(here, world, NOW, model);
      if (found.length === 0) accepted.push(`${other} for ${model}`);
      else expect(found).toEqual(['provenance.other_model']);
    }
  }
  expect(accepted).toEqual(ids.map((id) => `${id} for ${id}`));
});
