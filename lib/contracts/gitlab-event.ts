import Type from 'typebox';
import type { Of } from './schema.ts';

const open = { additionalProperties: true };

/** What GitLab's webhook tells of a merge request when something happens to it. Source: docs.gitlab.com, webhook events. */
export const MergeRequestEvent = Type.Object(
  {
    object_kind: Type.Literal('merge_request'),
    project: Type.Object({ path_with_namespace: Type.String({ minLength: 3 }) }, open),
    object_attributes: Type.Object({ iid: Type.Integer({ minimum: 1 }), state: Type.String() }, open),
  },
  open,
);
export type MergeRequestEvent = Of<typeof MergeRequestEvent>;
