/** The user without rights that the images are built for; above 10000, so none of the node's. */
const USER = 65532;

const seccompProfile = { type: 'RuntimeDefault' } as const;

/** Security context of every pod; Pod Security Standard "restricted" and more. */
export function podSecurity() {
  return { runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, fsGroup: USER, seccompProfile };
}

/** Security context of every container. Said again here, because a container's context outranks its pod's. */
export function containerSecurity() {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    seccompProfile,
  };
}
