import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** How the model's files reach the server. Where they are is a fact of the release (`artifact.volume`, `artifact.url`). Absent: in the server's image. */
export const ModelVolume = Type.Object({ from: Type.Enum(['oci-image', 'download']) }, closed);
export type ModelVolume = Of<typeof ModelVolume>;
