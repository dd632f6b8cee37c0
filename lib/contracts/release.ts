import Type from 'typebox';
import { closed, Line, ModelId, OciDigest, Sha256, Timestamp, VersionText } from './common.ts';
import type { Of } from './schema.ts';
import { Column } from './spec/column.ts';

/**
 * A data set, pinned by content. `rows` counts records; `licence` is an SPDX expression or a sentence; `takenAt` is when the snapshot was taken, which
 * only has to be said once rows were erased from the data.
 */
export const Dataset = Type.Object(
  {
    name: Line,
    version: Line,
    sha256: Sha256,
    rows: Type.Integer({ minimum: 1 }),
    source: Line,
    licence: Line,
    takenAt: Type.Optional(Timestamp),
  },
  closed,
);

/** `models/<id>/versions/<v>/release.yaml`: facts about one immutable version, written by machines. */
export const Release = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/release/v1'),
    model: ModelId,
    version: VersionText,
    createdAt: Timestamp,
    /** The image that serves the model. `tag` is for people, `digest` decides. */
    image: Type.Object({ repository: Line, tag: Line, digest: Type.Union([OciDigest, Type.Null()]) }, closed),
    /** The trained model file. `bytes` is its length. */
    artifact: Type.Object(
      {
        file: Line,
        format: Type.Enum(['joblib', 'onnx', 'json', 'torchscript', 'savedmodel', 'mar', 'mlflow']),
        sha256: Sha256,
        bytes: Type.Integer({ minimum: 1 }),
        /** The OCI artifact or image that holds it and nothing else, for `modelVolume: ociImage()`. */
        volume: Type.Optional(Type.Object({ repository: Line, digest: OciDigest }, closed)),
        /** Where its bytes can be downloaded: the file for `modelVolume: download()` (https), its folder in a store for `target: seldon()`. */
        url: Type.Optional(Type.String({ pattern: '^(?:https|s3|gs|azblob)://[^\\s@]+$', maxLength: 500 })),
      },
      closed,
    ),
    dataset: Dataset,
    /** Column names in the order that the model takes them. */
    features: Type.Array(Line, { minItems: 1, maxItems: 2000 }),
    /** What the server takes of each feature, in their order. Only asked for where the model's data contract names fields. */
    signature: Type.Optional(Type.Array(Column, { minItems: 1, maxItems: 2000 })),
    /**
     * How it was trained. `seed` is the one random seed. `codeSha256` covers `models/<id>/training/` down to its last `*.py`, without the
     * recipes (`release_*.py`) of other versions, and `tools/evidence/*.py` without its folders. It is the sha256 over a line
     * `<sha256 of the file>  <name>` for each, sorted by name (`training/...`, `evidence/...`), line ends as LF (`tools/evidence/code_digest.py`).
     */
    training: Type.Object(
      {
        algorithm: Line,
        library: Line,
        seed: Type.Integer({ minimum: 0 }),
        codeSha256: Sha256,
        hyperparameters: Type.Record(
          Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' }),
          Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()]),
          closed,
        ),
      },
      closed,
    ),
  },
  closed,
);
export type Release = Of<typeof Release>;
