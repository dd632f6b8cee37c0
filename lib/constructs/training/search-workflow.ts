import type { Construct } from 'constructs';
import type { Search } from '../../contracts/spec/pipelines.ts';
import { WorkflowTemplate } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { pipelineSecretOf, type Plan } from '../plan.ts';
import { frame, job, output, proposal, task, template } from './workflow-parts.ts';

const DEADLINE_SECONDS = 12 * 3600;

/** Name of the search's WorkflowTemplate. */
export function searchNameOf(id: string): string {
  return `${id}-search`;
}

/**
 * Tries hyperparameters side by side, picks the best and proposes it as data (`training/search.json`), for a person to make a recipe of.
 * Started by hand. Trials are scored on the training rows alone: neither held-out rows nor live traffic have a part in the choice.
 */
export class SearchWorkflow extends WorkflowTemplate {
  constructor(scope: Construct, id: string, plan: Plan, { trials, parallel }: Search) {
    const { id: model } = plan.spec;
    const { config } = plan;
    super(scope, id, {
      metadata: unitMetadata(plan, 'WorkflowTemplate', searchNameOf(model)),
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'trials', value: JSON.stringify(trials) }] },
        parallelism: parallel,
        ...frame({
          name: searchNameOf(model),
          deadlineSeconds: DEADLINE_SECONDS,
          shared: true,
          scratch: true,
          tokenSecret: pipelineSecretOf(model),
        }),
        templates: [
          {
            name: 'main',
            dag: {
              tasks: [
                { ...task('trial', { with: { parameters: '{{item}}' } }), withParam: '{{workflow.parameters.trials}}' },
                task('pick', { after: 'trial.Succeeded', with: { trials: output('trial', 'trial') } }),
                task('propose', { after: 'pick.Succeeded' }),
              ],
            },
          },
          template(config, {
            name: 'trial',
            command: job('search', model, '--trial', '{{inputs.parameters.parameters}}'),
            inputs: ['parameters'],
            outputs: ['trial'],
            checkout: true,
            scratch: true,
          }),
          template(config, {
            name: 'pick',
            command: job('search', model, '--pick', '{{inputs.parameters.trials}}'),
            inputs: ['trials'],
            outputs: ['score', 'parameters'],
            checkout: true,
          }),
          template(config, {
            name: 'propose',
            command: proposal(config, `modelgate/${model}-search`, `Hyperparameters of ${model}`, `models/${model}/training`),
            token: true,
          }),
        ],
      },
    });
  }
}
