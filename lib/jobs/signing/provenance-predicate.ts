import type { Signed } from './subjects.ts';

/** How releases are made here: what the parameters and dependencies below mean. */
const BUILD_TYPE = 'https://modelgate.dev/build/training/v1';

/**
 * SLSA provenance v1 from what `release.yaml` says. Only what is known: the data and the training code by digest, the settings, and when it
 * was done. Whether the builder deserves trust is said by its name, which whoever signs gives.
 * @param builder URI of what trained the model
 */
export function provenancePredicate({ release }: Signed, builder: string): object {
  const { model, version, createdAt, dataset, training } = release;
  const { algorithm, library, seed, codeSha256, hyperparameters } = training;
  return {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: { model, version },
      internalParameters: { algorithm, library, seed, hyperparameters },
      resolvedDependencies: [
        { name: 'training-code', digest: { sha256: codeSha256 } },
        {
          name: 'training-data',
          digest: { sha256: dataset.sha256 },
          annotations: { name: dataset.name, version: dataset.version, source: dataset.source },
        },
      ],
    },
    runDetails: { builder: { id: builder }, metadata: { finishedOn: createdAt } },
  };
}
