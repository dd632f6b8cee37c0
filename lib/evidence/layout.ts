import { byCodeUnit } from '../by-code-unit.ts';
import { UserError } from '../errors.ts';
import { catalogMissing, catalogPath } from './catalog.ts';
import { listModels } from './models.ts';
import { placeIn, type Tree } from './tree.ts';

/** What lies where in a tree that can be judged. */
export interface Layout {
  /** Ids, sorted. */
  readonly models: readonly string[];
  /** Files of `models/<id>/`, by id. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Files of `synth/<environment>/<model>/`, by model, then environment. */
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** Folders of `synth/` that are no environment. */
const NO_ENVIRONMENT = new Set(['catalog', 'argocd']);
const MANIFEST = /^[A-Z][A-Za-z]{0,62}\.[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\.yaml$/;

/** Whether a name is one that synthesis gives. */
export function isManifestFile(name: string): boolean {
  return MANIFEST.test(name);
}

function push(map: Map<string, string[]>, key: string, path: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [path]);
  else known.push(path);
}

/** The folder whose name begins at `from`; undefined where the file's own name does. */
function folderAt(path: string, from: number): string | undefined {
  const end = path.indexOf('/', from);
  return end === -1 ? undefined : path.slice(from, end);
}

export function unitName(model: string, environment: string): string {
  return `${model}/${environment}`;
}

/** Lists a tree without judging it. */
export async function readLayout(tree: Tree): Promise<Layout> {
  const sources = new Map<string, string[]>();
  const manifests = new Map<string, Map<string, string[]>>();
  for (const path of await tree.list('models/')) {
    const id = folderAt(path, 'models/'.length);
    if (id !== undefined) push(sources, id, path);
  }
  for (const path of await tree.list('synth/')) {
    const environment = folderAt(path, 'synth/'.length);
    if (environment === undefined) continue;
    const model = folderAt(path, 'synth/'.length + environment.length + 1);
    if (model === undefined) continue;
    if (NO_ENVIRONMENT.has(environment) || model === '_platform') continue;
    const environments = manifests.get(model) ?? new Map<string, string[]>();
    manifests.set(model, environments);
    push(environments, environment, path);
  }
  return { models: await listModels(tree), sources, manifests };
}

/**
 * Every departure of `models/` and `synth/` from each other that can be seen without opening a file.
 * @param catalog the files of `synth/catalog/`
 */
export function layoutMistakes(tree: Tree, layout: Layout, catalog: readonly string[]): readonly UserError[] {
  if (layout.models.length === 0) {
    return [
      new UserError(
        'models.none',
        `${placeIn(tree, 'models/')}: no model; expected at least one folder models/<id>/`,
        'Make one with `npx modelgate new model ID`.',
      ),
    ];
  }
  const models = new Set(layout.models);
  const described = new Set(catalog);
  const missing = layout.models
    .filter((model) => !described.has(catalogPath(model)))
    .map((model) => catalogMissing(placeIn(tree, catalogPath(model)), model));
  const expected = new Set(layout.models.map(catalogPath));
  const orphans = catalog.filter((path) => !expected.has(path)).map((path) => orphan(placeIn(tree, path)));
  for (const model of [...layout.manifests.keys()].sort(byCodeUnit)) {
    if (models.has(model)) continue;
    for (const environment of layout.manifests.get(model)?.keys() ?? [])
      orphans.push(orphan(placeIn(tree, `synth/${environment}/${model}/`)));
  }
  const strangers: string[] = [];
  for (const [model, environments] of layout.manifests) {
    for (const [environment, paths] of environments) {
      const from = `synth/${environment}/${model}/`.length;
      for (const path of paths) if (!isManifestFile(path.slice(from))) strangers.push(path);
    }
  }
  return [
    ...missing,
    ...orphans,
    ...strangers.map(
      (path) =>
        new UserError(
          'manifest.unexpected_file',
          `${placeIn(tree, path)}: expected only <Kind>.<name>.yaml files here, because Argo CD may apply whatever else it finds`,
          'Move the file elsewhere, or remove it.',
        ),
    ),
  ];
}

function orphan(where: string): UserError {
  return new UserError(
    'synth.orphan',
    `${where}: there is no model of that name under models/; expected nothing in synth/ without its declaration`,
    'Run `npx modelgate synth` and commit what it removes, or restore the model.',
  );
}
