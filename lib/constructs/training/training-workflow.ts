import type { Construct } from 'constructs';
import { WorkflowTemplate } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { pipelineSecretOf, trainingNameOf, type Plan } from '../plan.ts';
import { isHome } from './home.ts';
import { trainingSteps } from './steps.ts';
import { EVIDENCE_KEY_FILE, frame, job, output, OUTPUTS, proposal, task, template, type Step } from './workflow-parts.ts';

const DEADLINE_SECONDS = 4 * 3600;

const SNAPSHOT = { version: output('snapshot', 'version'), snapshot: output('snapshot', 'snapshot') };

/**
 * Trains one release from a fresh checkout and proposes it: which one is said by the first steps, from what is committed. Its data are pinned
 * by digest once, and every later step refuses others; its numbers have to come out twice, and are signed then; the policies judge it placed in the first
 * environment, and their verdict is an output parameter that the last step reads. The pipeline image has git, Node.js, Python and the
 * `modelgate` command. The unit's limits are a parameter, so that every run keeps what it was judged by.
 */
export class TrainingWorkflow extends WorkflowTemplate {
  constructor(scope: Construct, id: string, plan: Plan) {
    const name = trainingNameOf(plan.spec.id);
    const steps = trainingSteps(plan.spec, isHome(plan));
    const proposes = steps.includes('propose');
    super(scope, id, {
      metadata: unitMetadata(plan, 'WorkflowTemplate', name),
      spec: {
        entrypoint: 'main',
        arguments: {
          parameters: [
            { name: 'thresholds', value: JSON.stringify(plan.thresholds) },
            { name: 'trigger', value: 'by-hand' },
          ],
        },
        ...frame({
          name,
          deadlineSeconds: DEADLINE_SECONDS,
          shared: true,
          scratch: false,
          ...(proposes ? { tokenSecret: pipelineSecretOf(plan.spec.id), keySecret: pipelineSecretOf(plan.spec.id) } : {}),
        }),
        templates: [
          { name: 'main', dag: { tasks: tasks(steps) } },
          ...steps.map((step) => template(plan.config, stepOf(plan, name, step))),
        ],
      },
    });
  }
}

function tasks(steps: readonly string[]) {
  const audited = steps.includes('audit');
  // From here on the release's files stay as they are.
  const settled = audited ? '(audit.Succeeded && mitigate.Skipped) || render-again.Succeeded' : 'render.Succeeded';
  return [
    ...(steps.includes('admit') ? [task('admit', { with: { run: '{{workflow.name}}' } })] : []),
    task('snapshot', steps.includes('admit') ? { after: 'admit.Succeeded', when: `${output('admit', 'admitted')} == true` } : {}),
    // Nothing to learn from is no failure: the run ends here.
    task('train', { after: 'snapshot.Succeeded', when: `"${SNAPSHOT.version}" != ""`, with: SNAPSHOT }),
    task('evaluate', { after: 'train.Succeeded', with: SNAPSHOT }),
    task('place', { after: 'evaluate.Succeeded', with: { version: SNAPSHOT.version } }),
    task('render', { after: 'place.Succeeded' }),
    ...(audited
      ? [
          task('audit', { after: 'render.Succeeded' }),
          task('mitigate', { after: 'audit.Succeeded', when: `${output('audit', 'verdict')} == deny`, with: SNAPSHOT }),
          task('evaluate-again', { uses: 'evaluate', after: 'mitigate.Succeeded', with: SNAPSHOT }),
          task('render-again', { uses: 'render', after: 'evaluate-again.Succeeded' }),
        ]
      : []),
    ...(steps.includes('sign') ? [task('sign', { after: settled, with: { version: SNAPSHOT.version } })] : []),
    task('gate', { after: steps.includes('sign') ? 'sign.Succeeded' : settled }),
    ...(steps.includes('propose')
      ? [task('propose', { after: 'gate.Succeeded', when: `${output('gate', 'verdict')} != deny`, with: { version: SNAPSHOT.version } })]
      : []),
  ];
}

function stepOf(plan: Plan, name: string, step: string): Step {
  const { id: model, retrain, environments } = plan.spec;
  const first = environments[0]?.name ?? plan.place.name;
  const release = ['--version', '{{inputs.parameters.version}}', '--snapshot', '{{inputs.parameters.snapshot}}'];
  const judge = ['modelgate', 'gate', '--model', model, '--env', first, '--verdict-file', `${OUTPUTS}/verdict`];
  const steps: Readonly<Record<string, Omit<Step, 'name'>>> = {
    admit: {
      command: [
        ...['modelgate', 'pipeline', 'admit', '--pipeline', name, '--run', '{{inputs.parameters.run}}'],
        ...[
          '--cooldown-hours',
          String(retrain?.cooldownHours ?? 0),
          '--max-attempts',
          String(retrain?.maxAttempts ?? 1),
          '--outputs',
          OUTPUTS,
        ],
      ],
      inputs: ['run'],
      outputs: ['admitted', 'reason'],
    },
    snapshot: { command: job('snapshot', model), outputs: ['snapshot', 'version', 'reason'], checkout: true },
    train: { command: job('train', model, ...release), inputs: ['version', 'snapshot'], outputs: ['artifact', 'image'] },
    evaluate: { command: job('train', model, ...release, '--check'), inputs: ['version', 'snapshot'], outputs: ['artifact', 'image'] },
    place: {
      command: ['modelgate', 'release', 'promote', model, '--version', '{{inputs.parameters.version}}', '--env', first],
      inputs: ['version'],
    },
    render: { command: ['modelgate', 'synth', '--model', model] },
    audit: { command: [...judge, '--topic', 'fairness'], outputs: ['verdict'] },
    mitigate: {
      command: job('mitigate', model, ...release, '--attempts', String(retrain?.mitigationAttempts ?? 1)),
      inputs: ['version', 'snapshot'],
      outputs: ['artifact', 'image'],
    },
    sign: {
      command: [
        ...['modelgate', 'evidence', 'sign', '--model', model, '--version', '{{inputs.parameters.version}}'],
        ...['--key', EVIDENCE_KEY_FILE, '--builder', `${plan.config.repository.url.replace(/\.git$/, '')}#${name}`],
      ],
      inputs: ['version'],
      evidenceKey: true,
    },
    gate: {
      command: judge,
      outputs: ['verdict'],
      metrics: {
        prometheus: [
          {
            name: 'modelgate_training_verdicts',
            help: 'Training runs that were judged, by verdict.',
            labels: [
              { key: 'model', value: model },
              { key: 'verdict', value: '{{outputs.parameters.verdict}}' },
            ],
            counter: { value: '1' },
          },
        ],
      },
    },
    propose: {
      command: proposal(
        plan.config,
        `modelgate/${model}-{{inputs.parameters.version}}`,
        `Release ${model} {{inputs.parameters.version}}`,
        `models/${model}`,
        'synth',
      ),
      inputs: ['version'],
      token: true,
    },
  };
  const found = steps[step];
  if (found === undefined) throw new Error(`training has no step ${step}`);
  return { name: step, ...found };
}
