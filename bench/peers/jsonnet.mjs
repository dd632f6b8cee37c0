// The unit in Jsonnet in the way of Tanka and k8s-libsonnet: a library of constructors and of functions that each return one field to add,
// an object of manifests that reads `_config`, and an environment a model that fills it.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { omit } from './data.mjs';
import { write } from './files.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from './nodes.mjs';

const KEYWORDS = [
  'assert',
  'else',
  'error',
  'false',
  'for',
  'function',
  'if',
  'import',
  'importstr',
  'in',
  'local',
  'null',
  'self',
  'super',
  'tailstrict',
  'then',
  'true',
];

const quoted = (text) =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)}'`;
const isIdentifier = (text) => /^[A-Za-z_]\w*$/.test(text) && !KEYWORDS.includes(text);
const lowerFirst = (text) => text[0].toLowerCase() + text.slice(1);
const upperFirst = (text) => text[0].toUpperCase() + text.slice(1);

function field(ref) {
  const path = ref.keys.map((key) => (key instanceof Ref ? `[${field(key)}]` : `.${key}`)).join('');
  return `${ref.negated ? '-' : ''}${ref.root}${path}`;
}

/** A reference within a text: a number would show its binary digits. */
const hole = (ref) => (typeof ref.sample === 'number' && !Number.isInteger(ref.sample) ? `'%g' % ${field(ref)}` : field(ref));

/** Texts and numbers joined; a number that stands alone has to be told to be a text. */
function textOf({ parts }) {
  if (parts.length === 1) return `std.toString(${hole(parts[0])})`;
  return parts
    .map((part) => (part instanceof Ref ? hole(part) : quoted(part)))
    .map((piece) => (piece.startsWith("'%g' % ") ? `(${piece})` : piece))
    .join(' + ');
}

const block = (open, lines, close, indent) =>
  lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `${indent}  ${line},\n`).join('')}${indent}${close}`;

function keyOf(key) {
  if (key instanceof Text || key instanceof Ref) return `[${expression(key, '')}]`;
  return isIdentifier(key) ? key : quoted(key);
}

/** An object literal. */
function literal(entries, indent) {
  return block(
    '{',
    entries.map(([key, value]) => `${keyOf(key)}: ${expression(value, `${indent}  `, key)}`),
    '}',
    indent,
  );
}

/** A container, by the library's functions. */
function container({ entries, blocks }, indent) {
  const given = Object.fromEntries(entries);
  const rest = entries.filter(([key]) => !(given.image && (key === 'name' || key === 'image')));
  const start = given.image ? [`k.container.new(${expression(given.name, indent)}, ${expression(given.image, indent)})`] : [];
  return [
    ...blocks.map((name) => `shared.${name}`),
    ...start,
    ...rest.map(([key, value]) => `k.container.with${upperFirst(key)}(${expression(value, indent)})`),
  ].join(`\n${indent}+ `);
}

/** @param key the field that it is the value of */
function expression(node, indent, key) {
  if (node instanceof Ref) return field(node);
  if (node instanceof Text) return textOf(node);
  if (node instanceof Json) {
    const value = expression(node.value, indent);
    return node.value instanceof Ref ? `std.manifestJsonMinified(${value})` : `std.manifestJsonEx(${value}, '  ')`;
  }
  if (node instanceof Concat) return node.lists.map((list) => expression(list, indent, key)).join(' + ');
  if (node instanceof Each) {
    const deeper = `${indent}  `;
    const body = node.body.length === 1 ? expression(node.body[0], deeper, key) : expression(node.body, deeper);
    const loop = `[\n${deeper}${body}\n${deeper}for ${node.as} in ${field(node.list)}\n${indent}]`;
    return node.body.length === 1 ? loop : `std.flattenArrays(${loop})`;
  }
  if (Array.isArray(node)) {
    const items = node.map((item) => (key === 'containers' ? container(item, `${indent}  `) : expression(item, `${indent}  `)));
    return block('[', items, ']', indent);
  }
  if (node instanceof Struct) {
    if (key === 'container') return container(node, `${indent}  `);
    const own = node.entries.length === 0 && node.blocks.length > 0 ? [] : [literal(node.entries, indent)];
    return [...node.blocks.map((name) => `shared.${name}`), ...own].join(' + ');
  }
  return typeof node === 'string' ? quoted(node) : JSON.stringify(node);
}

/** JSON data as it is. */
function data(value, indent = '', inherits = () => false) {
  if (typeof value !== 'object' || value === null) return expression(value, indent);
  const deeper = `${indent}  `;
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => data(item, deeper)),
      ']',
      indent,
    );
  return block(
    '{',
    Object.entries(value).map(([key, inner]) => `${keyOf(key)}${inherits(key, inner) ? '+' : ''}: ${data(inner, deeper, inherits)}`),
    '}',
    indent,
  );
}

const isList = (node) =>
  Array.isArray(node) || node instanceof Each || node instanceof Concat || (node instanceof Ref && Array.isArray(node.sample));

/** The function of the library that sets one field. */
function setter(key, node, wrap) {
  const value = isList(node) ? `if std.isArray(v=${key}) then ${key} else [${key}]` : key;
  return `with${upperFirst(key)}(${key}):: ${wrap(`{ ${key}: ${value} }`)}`;
}

const inside = (name) => (inner) => `{ ${name}+: ${inner} }`;
const bodyOf = ({ node }) => node.entries.filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key));

/** Every struct of a container. */
function containersOf(node, key) {
  if (node instanceof Struct)
    return [...(key === 'container' ? [node] : []), ...node.entries.flatMap(([name, value]) => containersOf(value, name))];
  if (Array.isArray(node)) return node.flatMap((item) => (key === 'containers' ? [item] : containersOf(item)));
  return [];
}

/** The library: of each kind what is used of it. */
function library(objects) {
  const kinds = new Map();
  for (const object of objects) {
    const entries = Object.fromEntries(object.node.entries);
    const kind = kinds.get(object.kind) ?? { apiVersion: entries.apiVersion, spec: new Map(), own: new Map() };
    for (const [key, value] of bodyOf(object)) {
      if (key === 'spec') for (const [inner, node] of value.entries) kind.spec.set(inner, node);
      else kind.own.set(key, value);
    }
    kinds.set(object.kind, kind);
  }
  const lines = [...kinds].map(([name, { apiVersion, spec, own }]) => {
    const metadata = ['namespace', 'labels', 'annotations'].map((key) => setter(key, '', inside('metadata')));
    return `${lowerFirst(name)}: ${block(
      '{',
      [
        `new(name):: { apiVersion: ${quoted(apiVersion)}, kind: ${quoted(name)}, metadata: { name: name } }`,
        `metadata: ${block('{', metadata, '}', '    ')}`,
        ...[...own].map(([key, node]) => setter(key, node, (inner) => inner)),
        ...(spec.size === 0
          ? []
          : [
              `spec: ${block(
                '{',
                [...spec].map(([key, node]) => setter(key, node, inside('spec'))),
                '}',
                '    ',
              )}`,
            ]),
      ],
      '}',
      '  ',
    )}`;
  });
  const fields = new Map(objects.flatMap(({ node }) => containersOf(node)).flatMap(({ entries }) => entries));
  const setters = [...fields].filter(([key]) => key !== 'image').map(([key, node]) => setter(key, node, (inner) => inner));
  lines.push(`container: ${block('{', ['new(name, image):: { name: name, image: image }', ...setters], '}', '  ')}`);
  return `${block('{', lines, '}', '')}\n`;
}

/** A manifest, by the library's functions. */
function manifest(object, indent) {
  const { metadata } = Object.fromEntries(object.node.entries);
  const { name, ...rest } = Object.fromEntries(metadata.entries);
  const kind = `k.${lowerFirst(object.kind)}`;
  const call = (where, key, value) => `${kind}${where}.with${upperFirst(key)}(${expression(value, indent, key)})`;
  return [
    `${kind}.new(${expression(name, indent)})`,
    ...Object.entries(rest).map(([key, value]) => call('.metadata', key, value)),
    ...bodyOf(object).flatMap(([key, value]) =>
      key === 'spec' ? value.entries.map(([inner, node]) => call('.spec', inner, node)) : [call('', key, value)],
    ),
  ].join(`\n${indent}+ `);
}

const nameOf = ({ kind, suffix }) => lowerFirst(kind) + suffix.replaceAll(/[.-](\w)/g, (_, letter) => letter.toUpperCase());

function unit({ blocks, objects }) {
  const shared = Object.entries(blocks).map(([name, node]) => `${name}: ${expression(node, '    ')}`);
  const manifests = objects.map((object) => {
    const { list } = object;
    const body = manifest(object, '    ');
    return `${nameOf(object)}: ${list ? `[\n    ${body}\n    for secret in ${field(list)}\n  ]` : body}`;
  });
  const head = "local k = import 'k.libsonnet';\nlocal platform = import 'platform.libsonnet';\n\n";
  return `${head}${block('{', ['_config:: { thresholds: platform.thresholds }', 'local m = $._config', `local shared = ${block('{', shared, '}', '  ')}`, ...manifests], '}', '')}\n`;
}

/** What a model says of itself, over what `_config` has already. */
function environment(values) {
  const text = data(
    omit(values, 'card'),
    '  ',
    (key, inner) => typeof inner === 'object' && ['thresholds', 'metrics', 'serving', 'floors', 'ceilings', 'maxRegression'].includes(key),
  );
  return `(import 'unit.libsonnet') {\n  _config+:: ${text.replace(/\}$/, "  card: importstr 'card.yaml',\n  }")},\n}\n`;
}

export const jsonnet = {
  tool: 'jsonnet',
  prepare(folder, recipe, units) {
    write(path.join(folder, 'lib', 'k.libsonnet'), library(recipe.objects));
    write(path.join(folder, 'lib', 'platform.libsonnet'), `${data(recipe.platform)}\n`);
    write(path.join(folder, 'lib', 'unit.libsonnet'), unit(recipe));
    for (const { id, values } of units) {
      write(path.join(folder, 'environments', id, 'main.jsonnet'), environment(values));
      write(path.join(folder, 'environments', id, 'card.yaml'), values.card);
    }
    const files = units.map(({ id }) => `  '${id}.json': manifests(import 'environments/${id}/main.jsonnet'),\n`);
    write(
      path.join(folder, 'fleet.jsonnet'),
      `local manifests(unit) = std.flattenArrays([if std.isArray(one) then one else [one] for one in std.objectValues(unit)]);\n{\n${files.join('')}}\n`,
    );
  },
  args: (folder) => ['-J', path.join(folder, 'lib'), '-c', '-m', path.join(folder, 'out'), path.join(folder, 'fleet.jsonnet')],
  read: (_, folder) =>
    readdirSync(path.join(folder, 'out')).flatMap((name) => JSON.parse(readFileSync(path.join(folder, 'out', name), 'utf8'))),
};
