import type { Retirement } from '../contracts/releases.ts';
import type { Manifest } from './manifests.ts';
import { cardNameOf } from './plan.ts';

/**
 * What stays of a retired unit: its card, which says when it went and why. Argo CD prunes the rest; a folder without any file would
 * take the application away too, and with it who prunes.
 */
export function remainsOf(model: string, manifests: readonly Manifest[], { on, reason }: Retirement): readonly Manifest[] {
  return manifests
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === cardNameOf(model))
    .map((card) => ({
      ...card,
      metadata: {
        ...card.metadata,
        annotations: {
          ...(card.metadata['annotations'] as Readonly<Record<string, string>> | undefined),
          'modelgate.dev/retired-on': on,
          'modelgate.dev/retired-reason': reason,
        },
      },
    }));
}
