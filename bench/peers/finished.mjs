// The least that each tool can be given: the finished text of every object with holes for what differs between the models of this fleet.
// Nobody would write a platform so; it bounds from below what the tool itself takes.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';
import { write } from './files.mjs';

/** What differs between two models of the fleet; an address before the team that it is of. */
function fills({ id, values }) {
  const { owner, runtime, thresholds, digests } = values;
  return { id, email: owner.email, team: owner.team, cpu: runtime.cpu, f1: String(thresholds.metrics.floors.f1), ...digests };
}

/** A text part by part: what differs between models as `hole` writes it by its name, what stands between as `plain` does. */
function holes(text, template, plain, hole) {
  const names = Object.fromEntries(Object.entries(fills(template)).map(([name, value]) => [value, name]));
  return text
    .split(
      new RegExp(
        `(${Object.keys(names)
          .join('|')
          .replaceAll('.', String.raw`\.`)})`,
      ),
    )
    .map((part) => (Object.hasOwn(names, part) ? hole(names[part]) : plain(part)))
    .filter((part) => part !== '');
}

/** JSON data as source of a language that has JSON's syntax. @param text writes a text */
function source(value, text) {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, text)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${text(key, true)}: ${source(inner, text)}`)
    .join(', ')}}`;
}

const mustache = (plain) => plain.replaceAll('{{', '{{ "{{" }}');

function chart(folder, name, template, scope) {
  write(path.join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  for (const [file, text] of template.files) {
    const body = holes(text, template, mustache, (name) => `{{ ${scope}.${name} }}`).join('');
    write(path.join(folder, 'templates', file), scope === '' ? `{{- range .Values.models }}\n---\n${body}{{- end }}\n` : body);
  }
}

export const helmRelease = {
  tool: 'helm',
  each: true,
  prepare: (folder, { template }) => chart(folder, 'unit', template, '.Values'),
  args: (folder, unit) => [
    'template',
    unit.id,
    folder,
    '--set-string',
    Object.entries(fills(unit))
      .map((pair) => pair.join('='))
      .join(','),
  ],
  read: (out) => yaml.loadAll(out),
};

export const helmRange = {
  tool: 'helm',
  prepare(folder, { template }, units) {
    chart(folder, 'fleet', template, '');
    write(path.join(folder, 'values.yaml'), JSON.stringify({ models: units.map(fills) }));
  },
  args: (folder) => ['template', 'fleet', folder],
  read: (out) => yaml.loadAll(out),
};

/** Nothing to patch and nothing to name. */
export const kustomizeFiles = {
  tool: 'kustomize',
  each: true,
  prepare(folder, _, units) {
    for (const { id, files } of units) {
      for (const [name, text] of files) write(path.join(folder, id, name), text);
      write(path.join(folder, id, 'kustomization.yaml'), `resources:\n${files.map(([name]) => `  - ${name}\n`).join('')}`);
    }
  },
  args: (folder, { id }) => ['build', path.join(folder, id)],
  read: (out) => yaml.loadAll(out),
};

export const jsonnetFinished = {
  tool: 'jsonnet',
  prepare(folder, { template }, units) {
    const text = (value, key = false) => {
      const parts = holes(
        value,
        template,
        (plain) => (plain === '' ? '' : JSON.stringify(plain)),
        (name) => `m.${name}`,
      );
      const sum = parts.length === 0 ? '""' : parts.join(' + ');
      return key ? `[${sum}]` : sum;
    };
    const objects = template.objects.map((object) => source(object, text));
    write(path.join(folder, 'models.json'), JSON.stringify(units.map(fills)));
    write(
      path.join(folder, 'fleet.jsonnet'),
      `local unit(m) = [\n${objects.join(',\n')}\n];\n{ [m.id + '.json']: unit(m) for m in import 'models.json' }\n`,
    );
  },
  args: (folder) => ['-c', '-m', path.join(folder, 'out'), path.join(folder, 'fleet.jsonnet')],
  read: (_, folder) =>
    readdirSync(path.join(folder, 'out')).flatMap((name) => JSON.parse(readFileSync(path.join(folder, 'out', name), 'utf8'))),
};

export const cueFinished = {
  tool: 'cue',
  prepare(folder, { template }, units) {
    const text = (value) =>
      `"${holes(
        value,
        template,
        (plain) => JSON.stringify(plain).slice(1, -1),
        (name) => `\\(m.${name})`,
      ).join('')}"`;
    const key = (value, isKey = false) => {
      const written = text(value);
      return isKey && written.includes(String.raw`\(`) ? `(${written})` : written;
    };
    const objects = template.objects.map((object) => source(object, key));
    write(path.join(folder, 'models.json'), JSON.stringify({ models: units.map(fills) }));
    write(
      path.join(folder, 'fleet.cue'),
      `models: [...{[string]: string}]\nunits: {for m in models {(m.id): [\n${objects.map((object) => `${object},\n`).join('')}]}}\n`,
    );
  },
  args: (folder) => ['export', path.join(folder, 'fleet.cue'), path.join(folder, 'models.json'), '-e', 'units'],
  read: (out) => Object.values(JSON.parse(out)).flat(),
};
