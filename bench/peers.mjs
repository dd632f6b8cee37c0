// What one could render the same objects with instead: Helm, Kustomize, Jsonnet and CUE, each from templates or files made of what synth
// wrote. Each is given what differs between the models ready-made: the id, and the digests in the gate's job and in the dashboard.
import { deepStrictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import yaml from 'js-yaml';

/** Runs of one process a model that are measured, for all of them. */
const SAMPLE = 20;

/** Where a unit holds a digest of something that is its own, if it has that object. */
const DIGESTS = { job: /--unit-sha256=([0-9a-f]{64})/, dashboard: /"uid": "modelgate-([0-9a-f]{30})"/ };

function unitOf(folder, id) {
  const place = path.join(folder, 'synth', 'prod', id);
  const files = readdirSync(place)
    .sort()
    .map((name) => [name, readFileSync(path.join(place, name), 'utf8')]);
  const all = files.map(([, text]) => text).join('');
  const values = { id };
  for (const [name, pattern] of Object.entries(DIGESTS)) {
    const found = pattern.exec(all)?.[1];
    if (found !== undefined) values[name] = found;
  }
  return { id, values, files };
}

/** A text part by part: what differs between models as `hole` writes it by its name, what stands between as `plain` does. */
function holes(text, { values }, plain, hole) {
  const names = Object.fromEntries(Object.entries(values).map(([name, value]) => [value, name]));
  return text
    .split(new RegExp(`(${Object.values(values).join('|')})`))
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

const write = (file, text) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const mustache = (plain) => plain.replaceAll('{{', '{{ "{{" }}');

function chart(folder, name, template, scope) {
  write(path.join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  for (const [file, text] of template.files) {
    const body = holes(text, template, mustache, (name) => `{{ ${scope}.${name} }}`).join('');
    write(path.join(folder, 'templates', file), scope === '' ? `{{- range .Values.models }}\n---\n${body}{{- end }}\n` : body);
  }
}

/** Each way: the sources in a folder, the command for some models, and how its output is read. */
const WAYS = {
  'helm template, a release a model': {
    tool: 'helm',
    each: true,
    prepare: (folder, template) => chart(folder, 'unit', template, '.Values'),
    args: (folder, { id, values }) => [
      'template',
      id,
      folder,
      '--set-string',
      Object.entries(values)
        .map((pair) => pair.join('='))
        .join(','),
    ],
    read: (out) => yaml.loadAll(out),
  },
  'kustomize build, a folder a model': {
    tool: 'kustomize',
    each: true,
    // Nothing to patch and nothing to name: the least that it can do.
    prepare: (folder, template, units) => {
      for (const { id, files } of units) {
        for (const [name, text] of files) write(path.join(folder, id, name), text);
        write(path.join(folder, id, 'kustomization.yaml'), `resources:\n${files.map(([name]) => `  - ${name}\n`).join('')}`);
      }
    },
    args: (folder, { id }) => ['build', path.join(folder, id)],
    read: (out) => yaml.loadAll(out),
  },
  'helm template, one umbrella chart, one stream': {
    tool: 'helm',
    prepare: (folder, template, units) => {
      chart(folder, 'fleet', template, '');
      write(path.join(folder, 'values.yaml'), JSON.stringify({ models: units.map(({ values }) => values) }));
    },
    args: (folder) => ['template', 'fleet', folder],
    read: (out) => yaml.loadAll(out),
  },
  'jsonnet, a file a model': {
    tool: 'jsonnet',
    prepare: (folder, template, units) => {
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
      const objects = template.files.map(([, content]) => source(yaml.load(content), text));
      write(path.join(folder, 'models.json'), JSON.stringify(units.map(({ values }) => values)));
      write(
        path.join(folder, 'fleet.jsonnet'),
        `local unit(m) = [\n${objects.join(',\n')}\n];\n{ [m.id + '.json']: unit(m) for m in import 'models.json' }\n`,
      );
    },
    args: (folder) => ['-c', '-m', path.join(folder, 'out'), path.join(folder, 'fleet.jsonnet')],
    read: (_, folder) =>
      readdirSync(path.join(folder, 'out')).flatMap((name) => JSON.parse(readFileSync(path.join(folder, 'out', name), 'utf8'))),
  },
  'cue export, one stream': {
    tool: 'cue',
    prepare: (folder, template, units) => {
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
      const objects = template.files.map(([, content]) => source(yaml.load(content), key));
      write(path.join(folder, 'models.json'), JSON.stringify({ models: units.map(({ values }) => values) }));
      write(
        path.join(folder, 'fleet.cue'),
        `models: [...{[string]: string}]\nunits: {for m in models {(m.id): [\n${objects.map((object) => `${object},\n`).join('')}]}}\n`,
      );
    },
    args: (folder) => ['export', path.join(folder, 'fleet.cue'), path.join(folder, 'models.json'), '-e', 'units'],
    read: (out) => Object.values(JSON.parse(out)).flat(),
  },
};

const byIdentity = (objects) =>
  Object.fromEntries(
    objects
      .filter((object) => object !== null && object !== undefined)
      .map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );

function prove(name, way, command, folder, template, units, env) {
  way.prepare(folder, template, units);
  if (way.tool === 'jsonnet') mkdirSync(path.join(folder, 'out'), { recursive: true });
  const runs = way.each ? units.map((unit) => way.args(folder, unit)) : [way.args(folder)];
  const found = runs.flatMap((args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30, env });
    if (status !== 0) throw new Error(`${name} ended with ${status}\n${stderr.slice(0, 2000)}`);
    return way.read(stdout, folder);
  });
  const wanted = units.flatMap(({ files }) => files.map(([, text]) => yaml.load(text)));
  deepStrictEqual(byIdentity(found), byIdentity(wanted), `${name} renders other objects than synth`);
  return wanted.length;
}

/**
 * The peers that are there, each proven to render the same objects for three models.
 * @param tools name -> path of its program
 * @param targets name of a way -> what the target says
 */
export function peers({ folder, work, ids }, tools, targets) {
  const [, ...others] = ids;
  const template = unitOf(folder, others[0]);
  const units = ids.map((id) => unitOf(folder, id));
  const place = path.join(work, 'peers');
  const env = { ...process.env, HELM_CONFIG_HOME: place, HELM_CACHE_HOME: place, HELM_DATA_HOME: place, CUE_CACHE_DIR: place };
  return Object.entries(WAYS).flatMap(([name, way], index) => {
    const command = tools[way.tool];
    if (!existsSync(command)) {
      console.log(`\n${name} is not measured: ${command} is not there; node tools/install.mjs ${way.tool} builds it.`);
      return [];
    }
    const small = path.join(place, `${index}-proof`);
    const objects = prove(name, way, command, small, template, units.slice(1, 4), env);
    console.log(`${name}: ${objects} objects of 3 models equal those of synth`);
    const full = path.join(place, String(index));
    way.prepare(full, template, units);
    const contender = { name, target: targets[name], how: { env } };
    if (way.each) {
      const sample = units.slice(0, SAMPLE);
      const script = path.join(full, 'run.sh');
      const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
      writeFileSync(script, sample.map((unit) => `${[command, ...way.args(full, unit)].map(quoted).join(' ')} || exit 1\n`).join(''));
      return [
        { ...contender, name: `${name} (${sample.length} measured)`, command: 'bash', args: [script], scale: units.length / sample.length },
      ];
    }
    const out = path.join(full, 'out');
    const prepare = () => {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out, { recursive: true });
    };
    return [{ ...contender, prepare, command, args: way.args(full) }];
  });
}
