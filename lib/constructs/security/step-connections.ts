import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { selectorLabels } from '../metadata.ts';
import { API_SERVER_PORTS, toAnywhere, toDns } from './mesh.ts';

/** Nobody calls the pod of a step. It calls the API server, whose address no selector can name, and downloads over HTTPS. */
export function stepConnections(name: string): NonNullable<INetworkPolicy['spec']> {
  return {
    podSelector: { matchLabels: selectorLabels(name) },
    policyTypes: ['Ingress', 'Egress'],
    egress: [toDns(), toAnywhere(...API_SERVER_PORTS)],
  };
}
