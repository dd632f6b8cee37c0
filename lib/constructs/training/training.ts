import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { RetrainingEvents } from '../events/retraining-events.ts';
import { CronWorkflow, ExternalSecret, NetworkPolicy } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { pipelineSecretOf, trainingNameOf, type Plan } from '../plan.ts';
import { fetched } from '../security/fetched.ts';
import { isHome } from './home.ts';
import { measuringNameOf, MeasuringWorkflow } from './measuring-workflow.ts';
import { scheduled } from './scheduled.ts';
import { searchNameOf, SearchWorkflow } from './search-workflow.ts';
import { stepConnections } from '../security/step-connections.ts';
import { measuringSteps } from './steps.ts';
import { TrainingWorkflow } from './training-workflow.ts';
import { EVIDENCE_KEY, TOKEN } from './workflow-parts.ts';

/** How the model is trained again, searched and measured: workflows, what starts them, and an account and connections of their own. */
export class Training extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = trainingNameOf(plan.spec.id);
    this.#pods(plan, name);
    new TrainingWorkflow(this, 'Workflow', plan);
    if (isHome(plan)) this.#startedByItself(plan, name);
  }

  /** What the pods of one workflow need: an account, and connections. */
  #pods(plan: Plan, name: string): void {
    const pods = new Construct(this, `${name}.pods`);
    new ServiceAccount(pods, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountToken: false });
    new NetworkPolicy(pods, 'Network', { metadata: unitMetadata(plan, 'NetworkPolicy', name), spec: stepConnections(name) });
  }

  #startedByItself(plan: Plan, name: string): void {
    const { id: model, retrain, search, drift, biasAudit } = plan.spec;
    const { secretStore } = plan.config;
    if ((retrain ?? search) !== undefined && secretStore !== undefined) {
      const secret = pipelineSecretOf(model);
      new ExternalSecret(this, 'Token', {
        metadata: unitMetadata(plan, 'ExternalSecret', secret),
        spec: fetched(secretStore, secret, `${plan.place.name}/${model}/pipeline`, retrain === undefined ? [TOKEN] : [TOKEN, EVIDENCE_KEY]),
      });
    }
    if (search !== undefined) {
      this.#pods(plan, searchNameOf(model));
      new SearchWorkflow(this, 'Search', plan, search);
    }
    const steps = measuringSteps(plan.spec, true);
    if (steps.length > 0) {
      this.#pods(plan, measuringNameOf(model));
      new MeasuringWorkflow(this, 'Measuring', plan, steps);
    }
    const every = (cronName: string, spec: Parameters<typeof scheduled>[0]): void => {
      new CronWorkflow(this, cronName, { metadata: unitMetadata(plan, 'CronWorkflow', cronName), spec: scheduled(spec) });
    };
    if (drift !== undefined) every(`${model}-drift`, { ...drift, template: measuringNameOf(model), entrypoint: 'drift' });
    if (biasAudit !== undefined) every(`${model}-bias-audit`, { ...biasAudit, template: measuringNameOf(model), entrypoint: 'bias-audit' });
    if (retrain === undefined) return;
    for (const trigger of retrain.on) {
      if (trigger.kind === 'cron') every(name, { ...trigger, template: name, with: { trigger: 'cron' } });
    }
    if (retrain.on.some(({ kind }) => kind !== 'cron')) new RetrainingEvents(this, 'Events', plan, retrain);
  }
}
