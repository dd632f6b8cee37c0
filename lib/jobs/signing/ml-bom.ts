import type { Signed } from './subjects.ts';

const MODEL = 'model';
const DATA = 'training-data';
const MEASURED_ON = 'evaluation-data';
const LIBRARY = 'library';
const IMAGE = 'image';

const sha256 = (content: string): object[] => [{ alg: 'SHA-256', content }];

/** `scikit-learn 1.8.0` in its two parts; the version is left out where there is none. */
function libraryOf(text: string): object {
  const [, name = text, version] = /^(.*\S)\s+v?(\d\S*)$/.exec(text) ?? [];
  return { 'bom-ref': LIBRARY, type: 'library', name, ...(version === undefined ? {} : { version }) };
}

/**
 * A CycloneDX 1.6 bill of materials of a model, from what `release.yaml` and `evaluation.json` say: the model with its card, its data, the
 * library that trained it, the image. What the image holds besides is not known here, and the bill says that it is incomplete.
 */
export function mlBom({ release, evaluation }: Signed): object {
  const { artifact, dataset, image, training } = release;
  const parts = [DATA, MEASURED_ON, LIBRARY, ...(image.digest === null ? [] : [IMAGE])];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: release.createdAt,
      component: {
        'bom-ref': MODEL,
        type: 'machine-learning-model',
        name: release.model,
        version: release.version,
        hashes: sha256(artifact.sha256),
        modelCard: {
          modelParameters: { task: evaluation.task, modelArchitecture: training.algorithm, datasets: [{ ref: DATA }] },
          quantitativeAnalysis: { performanceMetrics: performance(evaluation) },
        },
      },
    },
    components: [
      data(DATA, dataset),
      data(MEASURED_ON, evaluation.dataset),
      libraryOf(training.library),
      ...(image.digest === null ? [] : [imageOf(image.repository, image.tag, image.digest)]),
    ],
    dependencies: [{ ref: MODEL, dependsOn: parts }],
    compositions: [{ aggregate: 'incomplete', assemblies: [MODEL], dependencies: [MODEL] }],
  };
}

function performance({ metrics }: Signed['evaluation']): object[] {
  return Object.entries(metrics).map(([type, { value, interval }]) => ({
    type,
    value: String(value),
    ...(interval === undefined ? {} : { confidenceInterval: { lowerBound: String(interval[0]), upperBound: String(interval[1]) } }),
  }));
}

function data(
  ref: string,
  {
    name,
    version,
    sha256: digest,
    licence,
  }: { readonly name: string; readonly version: string; readonly sha256: string; readonly licence?: string },
): object {
  return {
    'bom-ref': ref,
    type: 'data',
    name,
    version,
    hashes: sha256(digest),
    ...(licence === undefined ? {} : { licenses: [{ license: { name: licence } }] }),
  };
}

function imageOf(repository: string, tag: string, digest: string): object {
  return { 'bom-ref': IMAGE, type: 'container', name: repository, version: tag, hashes: sha256(digest.replace(/^sha256:/, '')) };
}
