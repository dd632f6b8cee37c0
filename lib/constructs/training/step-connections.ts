import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { selectorLabels } from '../metadata.ts';
import { toDns } from '../security/mesh.ts';

/** Nobody calls the pod of a step. It calls the API server, whose address no selector can name, and downloads over HTTPS. */
export function stepConnections(name: string): NonNullable<INetworkPolicy['spec']> {
  return {
    podSelector: { matchLabels: selectorLabels(name) },
    policyTypes: ['Ingress', 'Egress'],
    egress: [
      toDns(),
      {
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 6443 },
        ],
      },
    ],
  };
}
