// The unit as a Helm chart in the form of `helm create`: names and labels in _helpers.tpl, the platform's settings and the tier's limits as
// defaults in values.yaml, a model's declaration as the values of its release, or of its alias in an umbrella chart.
import path from 'node:path';
import yaml from 'js-yaml';
import { omit, pick } from './data.mjs';
import { write } from './files.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from './nodes.mjs';

const dump = (value) => yaml.dump(value, { lineWidth: -1, noRefs: true });

const mustache = (text) => text.replaceAll('{{', '{{ "{{" }}');

/** What a pipeline in a template says for a reference. @param root `.`, or `$` where `.` is an item */
function field(ref, root) {
  const { root: from, keys } = ref;
  if (from === 'm' && keys[0] === 'name') return '$name';
  if (from === 'shared') return `$${keys[0]}`;
  if (from === 'platform' && keys[0] === 'namespace') return `${root === '.' ? '' : '$'}.Release.Namespace`;
  if (from !== 'm' && from !== 'platform') return `$${[from, ...keys].join('.')}`;
  const values = `${root === '.' ? '' : '$'}.Values`;
  const index = keys.findIndex((key) => key instanceof Ref);
  if (index === -1) return `${values}.${keys.join('.')}`;
  return `(index ${values}.${keys.slice(0, index).join('.')} ${field(keys[index], root)}).${keys.slice(index + 1).join('.')}`;
}

/** A reference within a text: numbers of a values file are floats, which print a large one with an exponent. */
function hole(ref, root) {
  return `${ref.negated ? '-' : ''}{{ ${field(ref, root)}${ref.sample >= 1e6 ? ' | int64' : ''} }}`;
}

/** A text with holes; a brace right before one would be read as part of it. */
const textOf = (node, root, literal) =>
  (node instanceof Text ? node.parts : [node])
    .map((part) => (part instanceof Ref ? hole(part, root) : mustache(literal(part))))
    .join('')
    .replaceAll('{{{ ', '{{ "{" }}{{ ');

/** JSON with holes. */
function jsonText(node, root, indent = '') {
  const deeper = `${indent}  `;
  const lines = (open, items, close) =>
    items.length === 0 ? open + close : `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`;
  const plain = (text) => JSON.stringify(text).slice(1, -1);
  if (node instanceof Text || typeof node === 'string') return `"${textOf(node, root, plain)}"`;
  if (node instanceof Ref) return typeof node.sample === 'string' ? `"${hole(node, root)}"` : hole(node, root);
  if (Array.isArray(node))
    return lines(
      '[',
      node.map((item) => jsonText(item, root, deeper)),
      ']',
    );
  if (node instanceof Struct)
    return lines(
      '{',
      node.entries.map(([key, value]) => `${jsonText(key, root)}: ${jsonText(value, root, deeper)}`),
      '}',
    );
  return JSON.stringify(node);
}

/** Names stand without quotes, as `helm create` writes them. */
const isName = ({ root, keys }) => (root === 'm' && keys[0] === 'name') || (root === 'platform' && keys[0] === 'namespace');

/** A text as a YAML scalar on one line. */
function scalar(node, root) {
  if (node instanceof Ref)
    return typeof node.sample === 'string' && !isName(node) ? `{{ ${field(node, root)} | quote }}` : hole(node, root);
  if (node instanceof Text) {
    const literal = node.parts.map((part) => (typeof part === 'string' ? part : String(part.sample))).join('');
    if (literal.includes('"') && !literal.includes("'")) return `'${textOf(node, root, (text) => text)}'`;
    return `"${textOf(node, root, (text) => JSON.stringify(text).slice(1, -1))}"`;
  }
  if (node instanceof Json) return `{{ ${field(node.value, root)} | toJson | quote }}`;
  if (typeof node === 'string')
    return mustache(yaml.dump(node, { lineWidth: -1, flowLevel: 0, forceQuotes: /^\d|^(on|off|yes|no)$/i.test(node) }).trimEnd());
  return JSON.stringify(node);
}

/** Settings of the platform that no model has a say in: named templates, not values. */
const HELPERS = ['pipeline.env', 'pipeline.volumeMounts', 'pipeline.retryStrategy', 'trafficPolicy'];
const isHelper = (node) => node instanceof Ref && node.root === 'platform' && HELPERS.includes(node.keys.join('.'));

const isInline = (node) =>
  node === null ||
  typeof node !== 'object' ||
  node instanceof Text ||
  (node instanceof Ref && (typeof node.sample !== 'object' || node.sample === null)) ||
  (node instanceof Json && node.value instanceof Ref);

/** Lines of a list or struct. */
function lines(node, indent, root) {
  const pad = ' '.repeat(indent);
  if (isHelper(node)) return [`${pad}{{- include "unit.${node.keys.at(-1)}" ${root} | nindent ${indent} }}`];
  if (node instanceof Ref) return [`${pad}{{- toYaml ${field(node, root)} | nindent ${indent} }}`];
  if (node instanceof Concat) return node.lists.flatMap((list) => lines(list, indent, root));
  if (node instanceof Each)
    return [
      `${pad}{{- range $${node.as} := ${field(node.list, root)} }}`,
      ...node.body.flatMap((item) => listItem(item, indent, '$')),
      `${pad}{{- end }}`,
    ];
  if (Array.isArray(node)) return node.flatMap((item) => listItem(item, indent, root));
  return [
    ...node.entries.flatMap(([key, value]) => entry(key, value, indent, root)),
    ...node.blocks.map((name) => `${pad}{{- include "unit.${name}" ${root} | nindent ${indent} }}`),
  ];
}

function entry(key, value, indent, root) {
  const pad = ' '.repeat(indent);
  const name = key instanceof Text ? textOf(key, root, (text) => text) : scalar(key, root);
  if (value instanceof Ref && typeof value.sample === 'string' && value.sample.includes('\n'))
    return [`${pad}${name}: |`, `${pad}  {{- ${field(value, root)} | nindent ${indent + 2} }}`];
  if (isInline(value)) return [`${pad}${name}: ${scalar(value, root)}`];
  if (value instanceof Json) {
    const text = jsonText(value.value, root);
    return [`${pad}${name}: |`, ...text.split('\n').map((line) => `${pad}  ${line}`)];
  }
  if (Array.isArray(value) && value.length === 0) return [`${pad}${name}: []`];
  if (value instanceof Struct && value.entries.length + value.blocks.length === 0) return [`${pad}${name}: {}`];
  return [`${pad}${name}:`, ...lines(value, indent + 2, root)];
}

function listItem(item, indent, root) {
  const pad = ' '.repeat(indent);
  if (isInline(item)) return [`${pad}- ${scalar(item, root)}`];
  const [first, ...rest] = lines(item, indent + 2, root);
  return [`${pad}- ${first.trimStart()}`, ...rest];
}

/** A template file: what it uses more than twice gets a variable at its top. */
function template({ list, node }) {
  const body = list ? [`{{- range $secret := ${field(list, '.')} }}`, '---', ...lines(node, 0, '$'), '{{- end }}'] : lines(node, 0, '.');
  const text = body.join('\n');
  const variables = ['name', 'calls'].filter((name) => new RegExp(String.raw`\$${name}\b`).test(text));
  return `${variables.map((name) => `{{- $${name} := include "unit.${name}" . }}\n`).join('')}${text}\n`;
}

const HELPER_COMMENTS = {
  labels: 'Common labels',
  selectorLabels: 'Selector labels',
  seriesLabels: 'Labels of every recorded series',
  alertLabels: 'Labels of every alert',
  step: 'What every step of the pipeline has in common',
  analysis: 'How often a metric is asked for, and how often it may fail',
  env: 'Environment of a step',
  volumeMounts: 'Volumes of a step',
  retryStrategy: 'How a step is tried again',
  calls: 'Selects the calls to this model in Istio metrics',
};

function helpers({ blocks, platform }) {
  const define = (name, comment, body) => `{{/*\n${comment}\n*/}}\n{{- define "unit.${name}" -}}\n${body}\n{{- end }}\n`;
  const body = (node) => {
    const text = node instanceof Struct ? lines(node, 0, '.').join('\n') : textOf(node, '.', (part) => part);
    return text
      .replaceAll('{{ $name ', '{{ include "unit.name" . ')
      .replaceAll(/^(\s*)\{\{- include ("[\w.]+" [.$]) \| nindent 0 }}/gm, '$1{{ include $2 }}');
  };
  return [
    define(
      'name',
      'Name of the model: of its alias, or as the values of its release say',
      '{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}',
    ),
    ...Object.entries(blocks).map(([name, node]) => define(name, HELPER_COMMENTS[name], body(node))),
    define('trafficPolicy', 'How callers reach a server', dump(platform.trafficPolicy).trimEnd()),
    ...['env', 'volumeMounts', 'retryStrategy'].map((name) => define(name, HELPER_COMMENTS[name], dump(platform.pipeline[name]).trimEnd())),
  ].join('\n');
}

const DEFAULTS = '# What the platform sets for all models, and the limits of their tier; a model may say otherwise.\n';

/** Writes the chart of a unit. */
function chart(folder, recipe) {
  const { platform, objects } = recipe;
  write(
    path.join(folder, 'Chart.yaml'),
    'apiVersion: v2\nname: unit\ndescription: All that a model needs to run\ntype: application\nversion: 1.0.0\n',
  );
  const defaults = { ...omit(platform, 'namespace', 'trafficPolicy'), pipeline: pick(platform.pipeline, 'resources') };
  write(path.join(folder, 'values.yaml'), DEFAULTS + dump(defaults));
  write(path.join(folder, 'templates', '_helpers.tpl'), helpers(recipe));
  for (const object of objects)
    write(path.join(folder, 'templates', `${object.kind.toLowerCase()}${object.suffix.replaceAll('.', '-')}.yaml`), template(object));
}

const valuesOf = (values) => omit(values, 'name');
export const aRelease = {
  tool: 'helm',
  each: true,
  prepare(folder, recipe, units) {
    chart(path.join(folder, 'unit'), recipe);
    for (const { id, values } of units) write(path.join(folder, 'values', `${id}.yaml`), dump({ nameOverride: id, ...valuesOf(values) }));
  },
  args: (folder, { id }, { platform }) => [
    'template',
    id,
    path.join(folder, 'unit'),
    '--namespace',
    platform.namespace,
    '--values',
    path.join(folder, 'values', `${id}.yaml`),
  ],
  read: (out) => yaml.loadAll(out),
};

export const umbrella = {
  tool: 'helm',
  prepare(folder, recipe, units) {
    const parent = path.join(folder, 'fleet');
    chart(path.join(parent, 'charts', 'unit'), recipe);
    const dependencies = units.map(({ id }) => ({ name: 'unit', version: '1.0.0', alias: id }));
    write(path.join(parent, 'Chart.yaml'), dump({ apiVersion: 'v2', name: 'fleet', type: 'application', version: '1.0.0', dependencies }));
    write(path.join(parent, 'values.yaml'), dump(Object.fromEntries(units.map(({ id, values }) => [id, valuesOf(values)]))));
  },
  args: (folder, _, { platform }) => ['template', 'fleet', path.join(folder, 'fleet'), '--namespace', platform.namespace],
  read: (out) => yaml.loadAll(out),
};
