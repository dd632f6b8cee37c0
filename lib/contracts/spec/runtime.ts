import Type from 'typebox';
import { closed, Line } from '../common.ts';
import type { Of } from '../schema.ts';
import { Quantity } from './kubernetes-names.ts';

const Port = Type.Integer({ minimum: 1024, maximum: 65535 });
const UrlPath = Type.String({ pattern: '^/[a-z0-9/_-]*$' });
const FolderPath = Type.String({ pattern: '^(/[a-z0-9_-]+)+$', maxLength: 200 });
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 50 });

/** What runs the model file. `cpu` and `memory` are requests and limits alike (Kubernetes quantities). */
export const Runtime = Type.Object(
  {
    server: Type.Enum(['sklearn', 'fastapi', 'torchserve', 'tensorflow-serving', 'onnx-runtime', 'triton', 'mlflow', 'custom']),
    /** Where it answers over HTTP. */
    port: Port,
    /** Where it answers over gRPC. Absent: nowhere. */
    grpcPort: Type.Optional(Port),
    /** Where Prometheus reads `metricsPath`. Absent: on `port`. */
    metricsPort: Type.Optional(Port),
    metricsPath: UrlPath,
    livenessPath: UrlPath,
    readinessPath: UrlPath,
    /** Program and arguments. Absent: what the image starts. */
    command: Type.Optional(Words),
    args: Type.Optional(Words),
    env: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 100 }), value: Type.String({ maxLength: 1000 }) },
          closed,
        ),
        { maxItems: 50 },
      ),
    ),
    /** Files that the server reads when it starts, by name; they lie in `/etc/server`. */
    files: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,62}$' }), Type.String({ maxLength: 10_000 }), closed)),
    /** Folder in which the server looks for the model's files, when they come as a volume. */
    modelFolder: Type.Optional(FolderPath),
    cpu: Quantity,
    memory: Quantity,
    /** GPUs of each pod, requests and limits alike. Absent: none. */
    gpu: Type.Optional(
      Type.Object(
        {
          limit: Type.Integer({ minimum: 1, maximum: 16 }),
          /** The device plugin's name. */
          resource: Type.String({ pattern: '^[a-z0-9.-]+/[a-z0-9.-]+$', maxLength: 100 }),
          /** Labels of nodes that have the right device. */
          nodes: Type.Record(Type.String({ pattern: '^([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$' }), Line, closed),
        },
        closed,
      ),
    ),
    /** How long calls in progress may take to end after the pod stops taking new ones. Absent: 20. */
    drainSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
  },
  closed,
);
export type Runtime = Of<typeof Runtime>;
