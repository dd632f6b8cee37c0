// The unit in Kustomize: a base, a component that puts a model's name wherever the base says `model`, and an overlay a model with its labels,
// its image, a patch for each object that something it declares is in, and what is nearly all its own: alerts, dashboard, card.
import path from 'node:path';
import yaml from 'js-yaml';
import { at, omit } from './data.mjs';
import { write } from './files.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from './nodes.mjs';

const dump = (value) => yaml.dump(value, { lineWidth: -1, noRefs: true });
const idOf = ({ kind, suffix }) => `${kind}${suffix}`;

/** What an overlay has whole: objects with a model's values in nearly every line, and those of which a model declares a list. */
const isOwn = (object) => object.kind === 'PrometheusRule' || object.list !== undefined;
const GENERATED = ['ConfigMap-card', 'ConfigMap-dashboard'];

const refsIn = (node) => {
  if (node instanceof Ref) return [node];
  if (node instanceof Text) return node.parts.flatMap(refsIn);
  if (node instanceof Json) return refsIn(node.value);
  if (node instanceof Each) return [node.list, ...node.body.flatMap(refsIn)];
  if (node instanceof Concat) return node.lists.flatMap(refsIn);
  if (Array.isArray(node)) return node.flatMap(refsIn);
  return node instanceof Struct ? node.entries.flatMap(([, value]) => refsIn(value)) : [];
};

/** Where an object has something of its model: keys and node of each place. */
function places(node, blocks, keys = []) {
  if (node instanceof Struct) {
    const shared = node.blocks.filter((name) => keys.at(-1) !== 'labels' || name !== 'labels').map((name) => blocks[name]);
    return [
      ...node.entries.flatMap(([key, value]) => places(value, blocks, [...keys, key])),
      ...shared.flatMap((struct) => places(struct, blocks, keys)),
    ];
  }
  if (Array.isArray(node)) return node.flatMap((item, index) => places(item, blocks, [...keys, index]));
  return refsIn(node).some(({ root }) => root !== 'platform') ? [{ keys, node }] : [];
}

/** How a replacement finds a name in a text: whole, or between delimiters; nothing when it can't. */
function cuts(text, id) {
  if (text === id) return [{}];
  for (const delimiter of ['-', '.', '/', '"', ' ']) {
    const parts = text.split(delimiter);
    const indexes = [...parts.keys()].filter((index) => parts[index] === id);
    if (indexes.length === text.split(id).length - 1) return indexes.map((index) => ({ options: { delimiter, index } }));
  }
  return undefined;
}

const isName = ({ root, keys }) => root === 'm' && keys[0] === 'name';
const fieldPath = (keys) => keys.map((key) => String(key).replaceAll('.', String.raw`\.`)).join('.');
const pointer = (keys) => keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const IMAGE = 'spec.template.spec.containers.0.image';
const CONTACT = 'modelgate.dev/contact';

/** What a model declares, or an item of a list that it declares; a limit of its tier that it leaves is in the base already. */
const isDeclared = (values) => (ref) =>
  !['platform', 'shared'].includes(ref.root) && (ref.root !== 'm' || ref.keys[0] !== 'thresholds' || at(values, ref.keys) !== undefined);

/** Tells places that a replacement fills from those that an overlay patches. */
function sorted(object, { blocks }, { id, values }, raw) {
  const targets = [];
  const patched = [];
  for (const { keys, node } of places(object.node, blocks)) {
    const text = at(raw, keys);
    if (keys.join('.') === IMAGE || keys.at(-1) === CONTACT) continue;
    const found =
      refsIn(node).every((ref) => isName(ref) || ref.root === 'platform') && typeof text === 'string' ? cuts(text, id) : undefined;
    if (found === undefined && refsIn(node).some(isDeclared(values))) patched.push(keys);
    if (found !== undefined) targets.push(...found.map((options) => ({ fieldPaths: [fieldPath(keys)], ...options })));
  }
  return { targets, patched };
}

/** The labels that every object of a model has come from its overlay. */
function withoutCommon(raw, labels, id) {
  const object = JSON.parse(JSON.stringify(raw), (_, value) =>
    typeof value === 'string' ? value.replaceAll(new RegExp(String.raw`\b${id}\b`, 'g'), 'model') : value,
  );
  for (const name of labels) delete object.metadata.labels[name];
  delete object.metadata.annotations[CONTACT];
  delete object.metadata.namespace;
  return object;
}

const fileOf = ({ kind, suffix }) => `${kind.toLowerCase()}${suffix.replaceAll('.', '-')}.yaml`;
const kustomization = (kind, rest) =>
  dump({ apiVersion: `kustomize.config.k8s.io/v1${kind === 'Component' ? 'alpha1' : 'beta1'}`, kind, ...rest });

function labelsOf({ name, owner, riskTier }) {
  return {
    'app.kubernetes.io/managed-by': 'modelgate',
    'app.kubernetes.io/name': name,
    'modelgate.dev/owner': owner.team,
    'modelgate.dev/risk-tier': riskTier,
  };
}

/** Targets with the same selection and options as one. An object is found by its name, so names come last. */
function grouped(targets) {
  const groups = new Map();
  for (const { fieldPaths, ...rest } of targets) {
    const key = JSON.stringify(rest);
    groups.set(key, { ...rest, fieldPaths: [...new Set([...(groups.get(key)?.fieldPaths ?? []), ...fieldPaths])] });
  }
  return [...groups.values()].sort((a, b) => Number(a.select.kind === undefined) - Number(b.select.kind === undefined));
}

/** Writes base and component. @returns what an overlay patches, by object */
function base(folder, recipe, template) {
  const shared = recipe.objects.filter((object) => !isOwn(object) && !GENERATED.includes(idOf(object)));
  const raw = new Map(recipe.objects.map((object, index) => [idOf(object), template.objects[index]]));
  const labels = Object.keys(labelsOf(template.values));
  for (const object of shared)
    write(path.join(folder, 'base', fileOf(object)), dump(withoutCommon(raw.get(idOf(object)), labels, template.id)));
  write(path.join(folder, 'base', 'kustomization.yaml'), kustomization('Kustomization', { resources: shared.map(fileOf) }));
  const sortedOf = new Map(shared.map((object) => [idOf(object), sorted(object, recipe, template, raw.get(idOf(object)))]));
  const targets = shared.flatMap((object) =>
    sortedOf.get(idOf(object)).targets.map(({ fieldPaths, options }) => {
      const name = `model${object.suffix}`;
      return {
        select: fieldPaths[0] === 'metadata.name' ? { name } : { kind: object.kind, name },
        fieldPaths,
        ...(options && { options }),
      };
    }),
  );
  const source = { kind: 'ConfigMap', name: 'values', fieldPath: 'data.name' };
  write(
    path.join(folder, 'components', 'name', 'kustomization.yaml'),
    kustomization('Component', { replacements: [{ source, targets: grouped(targets) }] }),
  );
  return new Map([...sortedOf].map(([id, { patched }]) => [id, patched]));
}

function overlay(folder, recipe, patched, { id, values, objects }) {
  const place = path.join(folder, 'overlays', id);
  const raw = new Map(recipe.objects.map((object, index) => [idOf(object), objects[index]]));
  const own = recipe.objects.filter(isOwn);
  for (const object of own) {
    const { apiVersion, kind, metadata, ...rest } = raw.get(idOf(object));
    const { annotations, name } = metadata;
    const kept = omit(annotations, CONTACT);
    write(path.join(place, fileOf(object)), dump({ apiVersion, kind, metadata: { name, annotations: kept }, ...rest }));
  }
  const generated = recipe.objects.filter((object) => GENERATED.includes(idOf(object)));
  const generators = generated.map((object) => {
    const { data, metadata } = raw.get(idOf(object));
    const files = Object.entries(data).map(([name, text]) => {
      write(path.join(place, name), text);
      return name;
    });
    const extra = omit(metadata.labels, ...Object.keys(labelsOf(values)));
    const annotations = omit(metadata.annotations, CONTACT);
    return {
      name: metadata.name,
      files,
      options: { disableNameSuffixHash: true, annotations, ...(Object.keys(extra).length > 0 && { labels: extra }) },
    };
  });
  const patches = [...patched]
    .filter(([, keys]) => keys.length > 0)
    .map(([name, all]) => {
      const { kind, metadata } = raw.get(name);
      const operations = all.map((keys) => ({ op: 'replace', path: pointer(keys), value: at(raw.get(name), keys) }));
      return { target: { kind, name: metadata.name }, patch: dump(operations) };
    });
  if (generators.length > 0)
    patches.push({ target: { kind: 'ConfigMap' }, patch: dump([{ op: 'add', path: '/immutable', value: false }]) });
  write(
    path.join(place, 'values.yaml'),
    dump({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'values', annotations: { 'config.kubernetes.io/local-config': 'true' } },
      data: { name: id },
    }),
  );
  write(
    path.join(place, 'annotations.yaml'),
    dump({
      apiVersion: 'builtin',
      kind: 'AnnotationsTransformer',
      metadata: { name: 'contact' },
      annotations: { [CONTACT]: values.owner.email },
      fieldSpecs: [{ path: 'metadata/annotations', create: true }],
    }),
  );
  write(
    path.join(place, 'kustomization.yaml'),
    kustomization('Kustomization', {
      namespace: recipe.platform.namespace,
      resources: ['../../base', 'values.yaml', ...own.map(fileOf)],
      components: ['../../components/name'],
      labels: [{ pairs: labelsOf(values) }],
      transformers: ['annotations.yaml'],
      images: [
        {
          name: 'registry.example.com/models/model',
          newName: `registry.example.com/models/${id}`,
          newTag: values.release.version,
          digest: `sha256:${values.release.digest}`,
        },
      ],
      ...(generators.length > 0 && { configMapGenerator: generators }),
      patches,
    }),
  );
}

export const kustomize = {
  tool: 'kustomize',
  each: true,
  prepare(folder, recipe, units) {
    const patched = base(folder, recipe, recipe.template);
    for (const unit of units) overlay(folder, recipe, patched, unit);
  },
  args: (folder, { id }) => ['build', path.join(folder, 'overlays', id)],
  read: (out) => yaml.loadAll(out),
};
