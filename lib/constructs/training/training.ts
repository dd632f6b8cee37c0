import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { NetworkPolicy, Role, RoleBinding } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { trainingNameOf, type Plan } from '../plan.ts';
import { toDns } from '../security/mesh.ts';
import { TrainingWorkflow } from './training-workflow.ts';

/** How the model is trained again: the workflow, and an account and connections of its own. */
export class Training extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = trainingNameOf(plan.spec.id);
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountToken: false });
    new ReportResults(this, 'Role', plan, name);
    new ReportResultsBinding(this, 'Binding', plan, name);
    new TrainingConnections(this, 'Network', plan, name);
    new TrainingWorkflow(this, 'Workflow', plan, name);
  }
}

/** The one thing that Argo's executor needs the API server for. */
class ReportResults extends Role {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'Role', name),
      rules: [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }],
    });
  }
}

class ReportResultsBinding extends RoleBinding {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'RoleBinding', name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: plan.place.namespace }],
    });
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
        ingress: [],
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
