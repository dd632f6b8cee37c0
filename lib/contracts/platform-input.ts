import Type from 'typebox';
import { closed, EnvironmentName, Instant } from './common.ts';
import { JudgedManifest } from './gate-input.ts';
import type { Of } from './schema.ts';
import { DnsLabel } from './spec/kubernetes-names.ts';

/** What policies see as `input` of what is no unit: the manifests that an environment shares, or those that tell Argo CD what to apply. */
export const PlatformInput = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/platform-input/v1'),
    now: Instant,
    platform: Type.Object(
      {
        /** Null for `synth/argocd/`. */
        environment: Type.Union([EnvironmentName, Type.Null()]),
        /** Namespaces that the judged units of the environment are in, sorted. */
        namespaces: Type.Array(DnsLabel, { maxItems: 1000, uniqueItems: true }),
      },
      closed,
    ),
    manifests: Type.Array(JudgedManifest, { maxItems: 1000 }),
  },
  closed,
);
export type PlatformInput = Of<typeof PlatformInput>;
