// The unit in CUE: closed definitions of what a model may say and of each kind, limits as constraints with defaults, a file a model that is
// unified with them.
import path from 'node:path';
import { omit } from './data.mjs';
import { write } from './files.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from './nodes.mjs';

const isIdentifier = (text) => /^[A-Za-z]\w*$/.test(text);
const label = (text) => (isIdentifier(text) ? text : JSON.stringify(text));

/** A loop's variable: its list's singular would be hidden by a field of that name. */
const variable = (name) => `each${name[0].toUpperCase()}${name.slice(1)}`;

const ROOTS = { m: 'm', platform: '_platform', shared: '' };

function field({ root, keys, negated }) {
  const path = keys.map((key) => (key instanceof Ref ? `[${field(key)}]` : `.${key}`)).join('');
  const from = ROOTS[root] ?? variable(root);
  return `${negated ? '-' : ''}${from === '' ? `_${path.slice(1)}` : from + path}`;
}

/** A text; one with quotation marks in it as a raw one. */
function textOf({ parts }) {
  const raw = parts.some((part) => typeof part === 'string' && part.includes('"')) ? '#' : '';
  const literal = (text) => (raw === '' ? JSON.stringify(text).slice(1, -1) : text);
  return `${raw}"${parts.map((part) => (part instanceof Ref ? `\\${raw}(${field(part)})` : literal(part))).join('')}"${raw}`;
}

const block = (open, lines, close, indent) =>
  lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `${indent}\t${line}\n`).join('')}${indent}${close}`;

function listItems(node, indent) {
  if (!(node instanceof Each)) return node.map((item) => expression(item, indent));
  const loop = `for ${variable(node.as)} in ${field(node.list)}`;
  if (node.body.length === 1) return [`${loop} ${block('{', [expression(node.body[0], `${indent}\t`)], '}', indent)}`];
  return [`${loop} for part in ${expression(node.body, indent)} {part}`];
}

function list(nodes, indent) {
  const items = nodes.flatMap((node) => listItems(node, `${indent}\t`));
  return block(
    '[',
    items.map((item) => `${item},`),
    ']',
    indent,
  );
}

function expression(node, indent) {
  if (node instanceof Ref) return field(node);
  if (node instanceof Text) return textOf(node);
  if (node instanceof Json)
    return node.value instanceof Ref
      ? `json.Marshal(${field(node.value)})`
      : `json.Indent(json.Marshal(${expression(node.value, indent)}), "", "  ")`;
  if (node instanceof Concat) return list(node.lists, indent);
  if (node instanceof Each) return list([node], indent);
  if (Array.isArray(node)) return list([node], indent);
  if (node instanceof Struct) {
    if (node.entries.length === 0 && node.blocks.length === 1) return `_${node.blocks[0]}`;
    return block('{', [...node.blocks.map((name) => `_${name}`), ...node.entries.map((entry) => fieldLine(entry, indent))], '}', indent);
  }
  return JSON.stringify(node);
}

/** A field; a chain of structs with one field each on one line, as `cue fmt -s` has it. */
function fieldLine([key, value], indent) {
  const name = key instanceof Text || key instanceof Ref ? `(${expression(key, '')})` : label(key);
  if (value instanceof Struct && value.entries.length === 1 && value.blocks.length === 0)
    return `${name}: ${fieldLine(value.entries[0], indent)}`;
  return `${name}: ${expression(value, `${indent}\t`)}`;
}

/** JSON data as it is. */
function data(value, indent = '') {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}\t`;
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => `${data(item, deeper)},`),
      ']',
      indent,
    );
  return block(
    '{',
    Object.entries(value).map(([key, inner]) => `${label(key)}: ${data(inner, deeper)}`),
    '}',
    indent,
  );
}

/** The tier's limits as defaults that a model may tighten: a floor or a least number upwards, anything else downwards. */
function limits(value, indent, isFloor = false) {
  if (typeof value === 'number') return `*${JSON.stringify(value)} | (number & ${isFloor ? '>=' : '<='}${JSON.stringify(value)})`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return data(value, indent);
  const lines = Object.entries(value).map(
    ([key, inner]) => `${label(key)}: ${limits(inner, `${indent}\t`, isFloor || key === 'floors' || /^min/.test(key))}`,
  );
  const open = ['floors', 'ceilings', 'maxRegression'];
  return block(
    '{',
    lines.flatMap((line) =>
      open.some((name) => line.startsWith(`${name}: {`)) ? [line.replace(/\n(\t*)\}$/, '\n$1\t[string]: number & >=0 & <=1\n$1}')] : [line],
    ),
    '}',
    indent,
  );
}

const declaration = (platform) => `// What a team says of its model.
#Declaration: {
	name:        #Name
	description: strings.MinRunes(10)
	owner: {
		team:  #Name
		email: =~"^[^@ ]+@[^@ ]+$"
	}
	riskTier: "low" | *"limited" | "high"
	task:     "binary-classification" | "multiclass-classification" | "regression" | "forecast" | "ranking"
	runtime: {
		cpu:    =~"^[0-9]+m?$"
		memory: =~"^[0-9]+[MG]i$"
	}
	protectedAttributes: [...{
		name: string
		groups: [string, ...string]
		reference: or(groups)
	}]
	thresholds: #Thresholds
	traffic: {
		consumers: [...{
			namespace:      #Name
			serviceAccount: #Name
			methods: [...string]
			paths: [...=~"^/"]
		}]
		issuers: *[] | [...{
			issuer:  =~"^https://"
			jwksUri: =~"^https://"
			audiences: [...string]
		}]
	}
	secrets: [...{
		name: #Name
		keys: [string, ...string]
	}]
	rollout: steps: [...{
		percent:      int & >0 & <100
		pauseMinutes: int & >0
	}]
	monitoring: runbook: =~"^https://"
	retrain?: {
		schedules: [...string]
		cooldownHours: int & >=0
	}
	environments: [string]: {
		min: int & >=1
		max: int & >=min
	}
	release: {
		version:   =~"^[0-9]+[.][0-9]+[.][0-9]+"
		digest:    #Digest
		createdAt: int
	}
	digests: [string]: =~"^[0-9a-f]+$"
	card: string
}

#Name:   =~"^[a-z]([-a-z0-9]*[a-z0-9])?$" & strings.MaxRunes(63)
#Digest: =~"^[0-9a-f]{64}$"

// The limits of a tier; a model may tighten them.
#Thresholds: ${limits(platform.thresholds, '')}

#Labels: {
	"app.kubernetes.io/name":       #Name
	"app.kubernetes.io/managed-by": "modelgate"
	[string]: string
}

#Metadata: {
	name:      =~"^[a-z]([-.a-z0-9]*[a-z0-9])?$"
	namespace: #Name
	labels:    #Labels
	annotations: [string]: string
}
`;

function typeOf(node) {
  if (node instanceof Struct) return '{...}';
  if (Array.isArray(node) || node instanceof Each || node instanceof Concat) return '[...]';
  if (node instanceof Ref) return typeof node.sample === 'object' ? (Array.isArray(node.sample) ? '[...]' : '{...}') : typeOf(node.sample);
  if (node instanceof Text || node instanceof Json || typeof node === 'string') return 'string';
  return typeof node === 'boolean' ? 'bool' : Number.isInteger(node) ? 'int' : 'number';
}

/** What each kind may hold. */
function kinds(objects) {
  const byKind = new Map();
  for (const { kind, node } of objects) byKind.set(kind, [...(byKind.get(kind) ?? []), node]);
  const fields = (structs, skipped = []) => {
    const all = new Map(structs.flatMap(({ entries }) => entries).filter(([key]) => !skipped.includes(key)));
    const everywhere = (key) => structs.every(({ entries }) => entries.some(([other]) => other === key));
    return [...all].map(([key, node]) => [key, `${label(key)}${everywhere(key) ? '' : '?'}: ${typeOf(node)}`]);
  };
  return [...byKind].map(([kind, structs]) => {
    const { apiVersion } = Object.fromEntries(structs[0].entries);
    const own = fields(structs, ['apiVersion', 'kind', 'metadata']).map(([key, line]) => {
      if (key !== 'spec') return line;
      const specs = structs.map(({ entries }) => Object.fromEntries(entries).spec);
      return `spec: ${block(
        '{',
        fields(specs).map(([, inner]) => inner),
        '}',
        '\t',
      )}`;
    });
    return `#${kind}: ${block('{', [`apiVersion: ${JSON.stringify(apiVersion)}`, `kind: ${JSON.stringify(kind)}`, 'metadata: #Metadata', ...own], '}', '')}\n`;
  });
}

function unit({ blocks, objects }) {
  const shared = Object.entries(blocks).map(
    ([name, node]) => `_${name}: ${name === 'labels' ? '#Labels & ' : ''}${expression(node, '\t')}`,
  );
  const manifests = objects.map(({ kind, list: items, node }) => {
    const { entries } = node;
    const own = new Struct(entries.filter(([key]) => key !== 'apiVersion' && key !== 'kind'));
    const body = (indent) => `#${kind} & ${expression(own, indent)}`;
    return items ? `for ${variable('secret')} in ${field(items)} {\n\t\t\t${body('\t\t\t')}\n\t\t},` : `${body('\t\t')},`;
  });
  return `// All that a model needs to run.\n#Unit: ${block('{', ['declaration: #Declaration', 'let m = declaration', ...shared, `manifests: ${block('[', manifests, ']', '\t')}`], '}', '')}\n`;
}

const file = (imports, ...parts) =>
  ['package fleet\n', ...(imports.length === 0 ? [] : [`import (\n${imports.map((name) => `\t"${name}"\n`).join('')})\n`]), ...parts].join(
    '\n',
  );

export const cue = {
  tool: 'cue',
  prepare(folder, recipe, units) {
    write(path.join(folder, 'cue.mod', 'module.cue'), 'module: "example.com/fleet"\nlanguage: version: "v0.17.0"\n');
    write(path.join(folder, 'definitions.cue'), file(['strings'], declaration(recipe.platform), ...kinds(recipe.objects)));
    write(path.join(folder, 'platform.cue'), file([], `_platform: ${data(omit(recipe.platform, 'thresholds'))}\n`));
    const text = unit(recipe);
    write(path.join(folder, 'unit.cue'), file(['encoding/json'], text));
    write(
      path.join(folder, 'fleet.cue'),
      file([], 'units: [Name=string]: #Unit & {declaration: name: Name}\n', 'manifests: {for id, unit in units {(id): unit.manifests}}\n'),
    );
    for (const { id, values } of units) {
      write(path.join(folder, `model_${id}.cue`), file([], `units: ${id}: declaration: ${data(omit(values, 'name'))}\n`));
    }
  },
  args: () => ['export', '.', '-e', 'manifests'],
  read: (out) => Object.values(JSON.parse(out)).flat(),
};
