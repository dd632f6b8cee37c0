import type { Construct } from 'constructs';
import type { Seldon } from '../../../contracts/spec/target.ts';
import { SeldonModel } from '../../kinds.ts';
import { unitMetadata } from '../../metadata.ts';
import type { Plan } from '../../plan.ts';
import { capabilityFor } from './check-seldon.ts';

/** The model's files, and what a server needs to serve them. Which server that is, Seldon's scheduler decides. */
export class ServingSeldonModel extends SeldonModel {
  constructor(scope: Construct, id: string, plan: Plan, { storageSecret }: Seldon) {
    const metadata = unitMetadata(plan, 'Model');
    const { release, spec, place } = plan;
    const { min, max } = place.replicas;
    const requirement = capabilityFor(spec.runtime, release);
    const { url } = release.artifact;
    if (requirement === undefined || url === undefined) throw new Error('a release that was not checked');
    super(scope, id, {
      metadata: {
        ...metadata,
        labels: { 'app.kubernetes.io/version': release.version },
        annotations: { ...metadata.annotations, 'modelgate.dev/release': release.version },
      },
      spec: {
        storageUri: url,
        requirements: [requirement],
        memory: spec.runtime.memory,
        replicas: min,
        minReplicas: min,
        maxReplicas: max,
        ...(storageSecret === undefined ? {} : { secretName: storageSecret }),
      },
    });
  }
}
