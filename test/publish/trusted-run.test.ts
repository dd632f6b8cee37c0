import { expect, test } from 'vitest';
import { mistrust } from '../../lib/publish/index.ts';

const commit = 'a'.repeat(40);
const expected = { repository: 'acme/models', workflow: '.github/workflows/gate.yml', commit, queueTrusted: true };
const run = { path: '.github/workflows/gate.yml', event: 'pull_request_target', repository: 'acme/models', headSha: 'b'.repeat(40) };

test.each([
  ['after the base branch’s own events', {}, {}],
  ['after a review', { event: 'workflow_run' }, {}],
  ['on a server that says the ref too', { path: '.github/workflows/gate.yml@main' }, {}],
  ['in the queue, about the queue’s commit, by an unchanged workflow', { event: 'merge_group', headSha: commit }, {}],
])('a run is believed %s', (_, facts, more) => {
  expect(mistrust({ ...run, ...facts }, { ...expected, ...more })).toBeNull();
});

test.each([
  ['that brought its own workflow file', { event: 'pull_request' }, {}],
  ['that somebody pushed', { event: 'push' }, {}],
  ['that somebody started by hand, on a branch of theirs', { event: 'workflow_dispatch' }, {}],
  ['of another workflow', { path: '.github/workflows/check.yml' }, {}],
  ['of a workflow of a similar name', { path: '.github/workflows/gate.yml.yml' }, {}],
  ['of another repository', { repository: 'mallory/models' }, {}],
  ['in the queue, about another commit', { event: 'merge_group' }, {}],
  ['in the queue, by a workflow that the merge changed', { event: 'merge_group', headSha: commit }, { queueTrusted: false }],
])('a run is not believed %s', (_, facts, more) => {
  expect(mistrust({ ...run, ...facts }, { ...expected, ...more })).toMatch(/^(ran|is about) /);
});
