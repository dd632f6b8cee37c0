// One unit of the fleet as a peer is given it: what its team declares, what synth wrote for it.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';
import { merged, pick } from './data.mjs';

/** Where a unit holds a digest of something that is its own, if it has that object. */
const DIGESTS = { unit: /--unit-sha256=([0-9a-f]{64})/, dashboard: /"uid": "modelgate-([0-9a-f]{30})"/ };

/** What a team declares, from the catalog, with the card and the release that is rolling out. */
function declarationOf(catalog, card, release, digests) {
  return {
    name: catalog.id,
    ...pick(catalog, 'description', 'owner', 'riskTier', 'task', 'protectedAttributes', 'thresholds'),
    runtime: pick(catalog.runtime, 'cpu', 'memory'),
    traffic: pick(catalog.traffic, 'consumers', 'issuers'),
    secrets: (catalog.secrets ?? []).map((secret) => pick(secret, 'name', 'keys')),
    rollout: { steps: catalog.rollout.steps },
    monitoring: pick(catalog.monitoring, 'runbook'),
    ...(catalog.retrain && {
      retrain: { schedules: catalog.retrain.on.map(({ schedule }) => schedule), cooldownHours: catalog.retrain.cooldownHours },
    }),
    environments: Object.fromEntries(catalog.environments.map(({ name, replicas }) => [name, replicas])),
    release: {
      version: release.version,
      digest: release.image.digest.replace('sha256:', ''),
      createdAt: Date.parse(release.createdAt) / 1000,
    },
    digests,
    card,
  };
}

/** @returns id, values (what the model declares), files (name and text of each), objects (the same, parsed when first asked for) */
export function unitOf(folder, id) {
  const read = (...parts) => readFileSync(path.join(folder, ...parts), 'utf8');
  const files = readdirSync(path.join(folder, 'synth', 'prod', id))
    .sort()
    .map((name) => [name, read('synth', 'prod', id, name)]);
  const all = files.map(([, text]) => text).join('');
  const digests = Object.fromEntries(
    Object.entries(DIGESTS).flatMap(([name, pattern]) => {
      const found = pattern.exec(all)?.[1];
      return found === undefined ? [] : [[name, found]];
    }),
  );
  const { environments } = yaml.load(read('models', id, 'releases.yaml'));
  const release = yaml.load(read('models', id, 'versions', environments.prod.candidate, 'release.yaml'));
  const catalog = JSON.parse(read('synth', 'catalog', `${id}.json`));
  const values = declarationOf(catalog, read('models', id, 'card.yaml'), release, digests);
  let objects;
  return {
    id,
    values,
    files,
    get objects() {
      objects ??= files.map(([, text]) => yaml.load(text));
      return objects;
    },
  };
}

/** What the tier of a model says of all its models: the limits that one may tighten. */
export function tierLimits(folder, { riskTier, task }, environment) {
  const { all, tasks, environments } = yaml.load(readFileSync(path.join(folder, 'policies', 'thresholds', `${riskTier}.yaml`), 'utf8'));
  return [all, tasks[task], environments[environment]].reduce(merged);
}
