import type * as spec from '../../../contracts/spec/external-jobs.ts';
import type { CommandAdapter } from '../../external/adapter.ts';
import { deadlineAndToken } from '../../external/command.ts';
import { fromGiven } from '../../from-given.ts';

/** Trains with a version of a pipeline: `kubeflowPipelines({ url: 'https://kfp.example.com', pipeline: '<uuid>', version: '<uuid>', deadlineMinutes: 120 })`. */
export function kubeflowPipelines(
  props: Omit<spec.KubeflowPipelines, 'parameters' | 'system'> & Partial<Pick<spec.KubeflowPipelines, 'parameters'>>,
): spec.KubeflowPipelines {
  return fromGiven(props, ({ parameters = {}, ...rest }) => ({ system: 'kubeflow-pipelines', parameters, ...rest }));
}

/** A run of that version, named like the workflow's: a step that is tried again finds it. */
export const kubeflowPipelinesAdapter: CommandAdapter<spec.KubeflowPipelines> = {
  by: 'command',
  commandOf: ({ url, pipeline, version, parameters, deadlineMinutes }) => [
    ...['modelgate', 'pipeline', 'trigger', '--system', 'kubeflow-pipelines', '--url', url, '--pipeline', pipeline],
    ...['--pipeline-version', version],
    ...deadlineAndToken(deadlineMinutes, parameters),
  ],
};
