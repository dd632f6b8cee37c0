import { readKeyRing, type KeyRing } from '../key-ring.ts';
import { orNull } from '../or-null.ts';
import type { Tree } from '../tree.ts';

/** Whose keys count, and whose would once they are merged. */
export interface Rings {
  readonly judging: KeyRing;
  /** The head's, where another judges. */
  readonly proposed?: KeyRing;
}

/**
 * The ring that judges, and the head's beside it, which only serves to say that a key is on its way.
 * @throws UserError or UserErrors of `readKeyRing`, about the ring that judges
 */
export async function readRings(head: Tree, judging: Tree): Promise<Rings> {
  const ring = await readKeyRing(judging);
  const proposed = judging === head ? null : await orNull(readKeyRing(head));
  return proposed === null ? { judging: ring } : { judging: ring, proposed };
}
