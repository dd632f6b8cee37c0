import type { Evaluation } from '../../contracts/evaluation.ts';
import type { Release } from '../../contracts/release.ts';
import type { Statement } from '../../contracts/statement.ts';

/** A release and its evidence, with the digests of the two files as they lie on disk. */
export interface Signed {
  readonly release: Release;
  readonly evaluation: Evaluation;
  readonly digests: { readonly 'evaluation.json': string; readonly 'release.yaml': string };
}

type Subjects = Statement['subject'];

const named = (name: string, sha256: string): Subjects[number] => ({ name, digest: { sha256 } });

/** What a release consists of: the model file, the image that serves it where there is one, and the file that says so. */
export function releaseSubjects({ release, digests }: Signed): Subjects {
  const { artifact, image } = release;
  return [
    named('artifact', artifact.sha256),
    ...(image.digest === null ? [] : [named('image', image.digest.replace(/^sha256:/, ''))]),
    named('release.yaml', digests['release.yaml']),
  ];
}

/** What an evaluation is about: the release, the data that it learnt from and was measured on, and the file of the numbers. */
export function evaluationSubjects(signed: Signed): Subjects {
  return [
    ...releaseSubjects(signed),
    named('evaluation.json', signed.digests['evaluation.json']),
    named('evaluation-data', signed.evaluation.dataset.sha256),
    named('training-data', signed.release.dataset.sha256),
  ];
}
