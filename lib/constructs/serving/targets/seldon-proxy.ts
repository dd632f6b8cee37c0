/** Labels of the pods that take all calls to a namespace's Seldon servers (its Envoy), as Seldon's operator writes them. */
export const SELDON_PODS = { 'app.kubernetes.io/name': 'seldon-envoy' } as const;

/** Where those pods take calls. */
export const SELDON_PORT = 9000;

/** By this the proxy chooses the model. */
export const MODEL_HEADER = 'seldon-model';

/** By this a server chooses among the models that it has loaded. The proxy adds its own behind what the caller sent, and the first one counts. */
export const INTERNAL_MODEL_HEADER = 'seldon-internal-model';

/** Where a model is called, in the Open Inference Protocol. What else the servers offer (loading, unloading) is none of a caller's business. */
export function seldonPaths(id: string): readonly [string, string] {
  return [`/v2/models/${id}`, `/v2/models/${id}/*`];
}
