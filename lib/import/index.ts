import { aif360 } from './aif360.ts';
import { dvc } from './dvc.ts';
import { evidently } from './evidently.ts';
import { fairlearn } from './fairlearn.ts';
import { genericJson } from './generic-json.ts';
import { greatExpectations } from './great-expectations.ts';
import { huggingFace } from './hugging-face.ts';
import type { Importer } from './importer.ts';
import { mlflow } from './mlflow.ts';
import { pandera } from './pandera.ts';
import { part } from './part.ts';
import { sklearn } from './sklearn.ts';
import { wandb } from './wandb.ts';

/** Every format that can be imported, in the order of the documentation. */
export const importers: readonly Importer[] = [
  sklearn,
  mlflow,
  wandb,
  dvc,
  huggingFace,
  evidently,
  fairlearn,
  aif360,
  greatExpectations,
  pandera,
  genericJson,
  part,
];

export { complete } from './complete.ts';
export { importFrom, type Hints, type Imported, type Importer, type Unmapped } from './importer.ts';
export { merge, type Said } from './merge.ts';
export { readSource } from './read.ts';
