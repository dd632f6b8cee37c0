import Type from 'typebox';
import { parse } from '../../contracts/schema.ts';

/** As much of Argo's Workflow as tells what became of a run; everything else in it is left alone. */
const WorkflowList = Type.Object({
  items: Type.Array(
    Type.Object({
      metadata: Type.Object({ name: Type.String() }),
      status: Type.Optional(
        Type.Object({
          startedAt: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          nodes: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Object({
                templateName: Type.Optional(Type.String()),
                phase: Type.Optional(Type.String()),
                outputs: Type.Optional(
                  Type.Object({
                    parameters: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.Optional(Type.String()) }))),
                  }),
                ),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
});

/** A run of a pipeline that the cluster still knows. */
export interface PastRun {
  readonly name: string;
  /** Seconds since 1970; null before it started. */
  readonly startedAt: number | null;
  /** Its first step let it go on. A run whose steps cannot be seen counts as one that did. */
  readonly admitted: boolean;
  /** Its last step opened a pull request. */
  readonly proposed: boolean;
}

/**
 * Reads the API server's list of Workflows.
 * @throws UserErrors `schema.invalid`
 */
export function pastRuns(list: unknown, where: string): readonly PastRun[] {
  return parse(WorkflowList, list, where).items.map(({ metadata, status }) => {
    const nodes = Object.values(status?.nodes ?? {});
    const first = nodes.find(({ templateName }) => templateName === 'admit');
    const answer = first?.outputs?.parameters?.find(({ name }) => name === 'admitted')?.value;
    const started = Date.parse(status?.startedAt ?? '');
    return {
      name: metadata.name,
      startedAt: Number.isNaN(started) ? null : Math.floor(started / 1000),
      admitted: answer === undefined ? started > 0 && first?.phase === undefined : answer === 'true',
      proposed: nodes.some(({ templateName, phase }) => templateName === 'propose' && phase === 'Succeeded'),
    };
  });
}
