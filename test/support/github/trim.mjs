// Makes openapi.json from GitHub's own description of its API: `node trim.mjs FOLDER`, where FOLDER is the unpacked package that NOTICE.md names.
// Kept: the operations below, whole, with the schemas and examples that they refer to. Dropped: what is written for people.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = '/repos/{owner}/{repo}';
const OPERATIONS = {
  '/user': ['get'],
  [REPOSITORY]: ['get'],
  [`${REPOSITORY}/actions/artifacts`]: ['get'],
  [`${REPOSITORY}/actions/artifacts/{artifact_id}/{archive_format}`]: ['get'],
  [`${REPOSITORY}/actions/permissions`]: ['get'],
  [`${REPOSITORY}/actions/permissions/fork-pr-contributor-approval`]: ['get'],
  [`${REPOSITORY}/actions/permissions/workflow`]: ['get'],
  [`${REPOSITORY}/actions/runs/{run_id}`]: ['get'],
  [`${REPOSITORY}/branches/{branch}`]: ['get'],
  [`${REPOSITORY}/branches/{branch}/protection`]: ['get'],
  [`${REPOSITORY}/check-runs`]: ['post'],
  [`${REPOSITORY}/check-runs/{check_run_id}`]: ['patch'],
  [`${REPOSITORY}/codeowners/errors`]: ['get'],
  [`${REPOSITORY}/commits/{commit_sha}/pulls`]: ['get'],
  [`${REPOSITORY}/commits/{ref}/check-runs`]: ['get'],
  [`${REPOSITORY}/commits/{ref}/statuses`]: ['get'],
  [`${REPOSITORY}/contents/{path}`]: ['get'],
  [`${REPOSITORY}/git/commits`]: ['post'],
  [`${REPOSITORY}/git/commits/{commit_sha}`]: ['get'],
  [`${REPOSITORY}/git/ref/{ref}`]: ['get'],
  [`${REPOSITORY}/git/refs`]: ['post'],
  [`${REPOSITORY}/git/refs/{ref}`]: ['patch'],
  [`${REPOSITORY}/git/trees`]: ['post'],
  [`${REPOSITORY}/issues/comments/{comment_id}`]: ['delete', 'patch'],
  [`${REPOSITORY}/issues/{issue_number}/comments`]: ['get', 'post'],
  [`${REPOSITORY}/pulls`]: ['get', 'post'],
  [`${REPOSITORY}/pulls/{pull_number}`]: ['get'],
  [`${REPOSITORY}/pulls/{pull_number}/commits`]: ['get'],
  [`${REPOSITORY}/pulls/{pull_number}/reviews`]: ['get'],
  [`${REPOSITORY}/rules/branches/{branch}`]: ['get'],
  [`${REPOSITORY}/rulesets/{ruleset_id}`]: ['get'],
  [`${REPOSITORY}/statuses/{sha}`]: ['post'],
};

/** A field may be called like one of these: then its value is a schema, no text. */
const FOR_PEOPLE = new Set(['description', 'summary', 'title', 'tags', 'externalDocs', 'x-github', 'x-octokit', 'deprecated']);

function trimmed(value, isMap = false) {
  if (Array.isArray(value)) return value.map((inner) => trimmed(inner));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => isMap || !FOR_PEOPLE.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, key === 'value' ? inner : trimmed(inner, key === 'properties')]));
}

function refsIn(value, found = new Set()) {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') found.add(inner);
    else refsIn(inner, found);
  }
  return found;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node trim.mjs FOLDER');
const whole = JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8'));
const paths = Object.fromEntries(
  Object.entries(OPERATIONS).map(([path, methods]) => {
    const operations = methods.map((method) => [method, whole.paths[path]?.[method]]);
    if (operations.some(([, operation]) => operation === undefined)) throw new Error(`${path}: not every operation is described`);
    return [path, trimmed(Object.fromEntries(operations))];
  }),
);
const components = {};
for (const left = [...refsIn(paths)]; left.length > 0;) {
  const [, , section, name] = left.pop().split('/');
  if (components[section]?.[name] !== undefined) continue;
  const one = trimmed(whole.components[section][name]);
  (components[section] ??= {})[name] = one;
  left.push(...refsIn(one));
}
writeFileSync(
  join(import.meta.dirname, 'openapi.json'),
  `${JSON.stringify({ openapi: whole.openapi, info: whole.info.version, paths, components })}\n`,
);
