import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { CronWorkflow, ExternalSecret, NetworkPolicy, WorkflowTemplate } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { fetched } from '../security/fetched.ts';
import { githubOf } from '../github-of.ts';
import { stepConnections } from '../security/step-connections.ts';
import { scheduled } from './scheduled.ts';
import { frame, output, OUTPUTS, proposal, task, template, TOKEN, WORKSPACE } from './workflow-parts.ts';

const NAME = 'compliance-report';
const REPORT = `${WORKSPACE}/gate-report.json`;
const DEADLINE_SECONDS = 3600;
/** On the last day there is nothing to say yet, on the second the first is over everywhere. */
const MONTHLY = '0 4 2 * *';

/** Judges every model once a month and proposes the report. Only where a pull request can be opened with a token from the store. */
export class ComplianceReport extends Construct {
  constructor(scope: Construct, id: string, config: Config, environment: string) {
    super(scope, id);
    const { secretStore } = config;
    if (secretStore === undefined || githubOf(config) === null) return;
    new ServiceAccount(this, 'Account', { metadata: sharedMetadata('ServiceAccount', NAME), automountToken: false });
    new ExternalSecret(this, 'Token', {
      metadata: sharedMetadata('ExternalSecret', NAME),
      spec: fetched(secretStore, NAME, `${environment}/${NAME}`, [TOKEN]),
    });
    new NetworkPolicy(this, 'Network', { metadata: sharedMetadata('NetworkPolicy', NAME), spec: stepConnections(NAME) });
    new WorkflowTemplate(this, 'Workflow', {
      metadata: sharedMetadata('WorkflowTemplate', NAME),
      spec: {
        entrypoint: 'main',
        ...frame({ name: NAME, deadlineSeconds: DEADLINE_SECONDS, shared: true, scratch: false, tokenSecret: NAME }),
        templates: [
          {
            name: 'main',
            dag: {
              tasks: [
                task('gate'),
                task('report', { after: 'gate.Succeeded' }),
                task('propose', { after: 'report.Succeeded', with: { month: output('report', 'month') } }),
              ],
            },
          },
          template(config, {
            name: 'gate',
            command: ['modelgate', 'gate', '--format', 'json', '--output', REPORT, '--verdict-file', `${OUTPUTS}/verdict`],
            outputs: ['verdict'],
            checkout: true,
          }),
          template(config, {
            name: 'report',
            command: ['modelgate', 'report', 'compliance', '--report', REPORT, '--outputs', OUTPUTS],
            outputs: ['month'],
          }),
          template(config, {
            name: 'propose',
            command: proposal(
              config,
              'modelgate/compliance-{{inputs.parameters.month}}',
              'Compliance report, {{inputs.parameters.month}}',
              'reports/compliance',
            ),
            inputs: ['month'],
            token: true,
          }),
        ],
      },
    });
    new CronWorkflow(this, 'Monthly', {
      metadata: sharedMetadata('CronWorkflow', NAME),
      spec: scheduled({ schedule: MONTHLY, timeZone: 'UTC', template: NAME }),
    });
  }
}
