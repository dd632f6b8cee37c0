import type { ModelVolume } from '../../contracts/spec/model-volume.ts';

/**
 * The model's files are an OCI artifact of their own, pinned by the release (`artifact.volume`): the kubelet pulls it like an
 * image and mounts it read-only. Needs Kubernetes 1.35, or an older one with the feature `ImageVolume`.
 */
export function ociImage(): ModelVolume {
  return { from: 'oci-image' };
}

/** An init container downloads the model file from the release's `artifact.url` and compares its sha256 before the server starts. */
export function download(): ModelVolume {
  return { from: 'download' };
}
