import { Construct } from 'constructs';
import type { Config } from '../../../contracts/config.ts';
import { environmentNamed } from '../../environment-named.ts';
import { githubOf } from '../../github-of.ts';
import { namespaceOf } from '../../names.ts';
import { AbortedRollouts } from './aborted-rollouts.ts';
import { RollbackWorkflow } from './rollback-workflow.ts';

/** An aborted rollout comes back as a pull request, where rollouts are and a pull request can be opened. */
export class AutomaticRollback extends Construct {
  constructor(scope: Construct, id: string, config: Config, environment: string) {
    super(scope, id);
    const github = githubOf(config);
    if (github === null || config.secretStore === undefined || !environmentNamed(config, environment).progressive) return;
    new RollbackWorkflow(this, 'Workflow', config, environment, github);
    new AbortedRollouts(this, 'Events', namespaceOf(environment));
  }
}
