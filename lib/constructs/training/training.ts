import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { NetworkPolicy } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { trainingNameOf, type Plan } from '../plan.ts';
import { toDns } from '../security/mesh.ts';
import { TrainingWorkflow } from './training-workflow.ts';

/** How the model is trained again: the workflow, with an account and connections of its own. */
export class Training extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = trainingNameOf(plan.spec.id);
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountToken: false });
    new TrainingConnections(this, 'Network', plan, name);
    new TrainingWorkflow(this, 'Workflow', plan, name);
  }
}

/** Nobody calls a training pod. It calls the API server, whose address no selector can name, and downloads over HTTPS. */
class TrainingConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy', name),
      spec: {
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
      },
    });
  }
}
