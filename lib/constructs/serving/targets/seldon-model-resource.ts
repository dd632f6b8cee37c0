/** The part of Seldon's Model that is used here, after its published reference; `tools/crds/` has the same as a definition. */
export interface SeldonModelResource {
  readonly apiVersion: 'mlops.seldon.io/v1alpha1';
  readonly kind: 'Model';
  readonly spec: {
    /** `<remote>://<folder>`, remotes being rclone's. */
    readonly storageUri: string;
    /** What a server must be able to run. */
    readonly requirements: readonly string[];
    /** What the model takes of a server's memory. */
    readonly memory: string;
    /** Where it starts. */
    readonly replicas: number;
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly secretName?: string;
  };
}
