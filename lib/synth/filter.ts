/** Which part of `synth/` a run is about. An empty list means all. */
export interface Filter {
  readonly models: readonly string[];
  readonly environments: readonly string[];
}

/** The whole of `synth/`. */
export const EVERYTHING: Filter = { models: [], environments: [] };

const has = (list: readonly string[], name: string): boolean => list.length === 0 || list.includes(name);

/** Whether the run renders this environment for this model; `null` stands for what the environment shares. */
export function selects(filter: Filter, environment: string, model: string | null): boolean {
  return has(filter.environments, environment) && (model === null ? filter.models.length === 0 : has(filter.models, model));
}

/** Whether the run renders what belongs to no environment: the catalog entry of this model, or with `null` what Argo CD reads first. */
export function selectsShared(filter: Filter, model: string | null): boolean {
  if (model !== null && filter.models.length > 0) return filter.models.includes(model);
  return filter.models.length === 0 && filter.environments.length === 0;
}

/** Whether the run answers for this path, relative to the repository. */
export function inScope(path: string, filter: Filter): boolean {
  const [, first = '', second = '', ...rest] = path.split('/');
  if (filter.models.length === 0 && filter.environments.length === 0) return true;
  if (first === 'argocd') return false;
  if (first === 'catalog') return rest.length === 0 && selectsShared(filter, second.replace(/\.json$/, ''));
  return rest.length > 0 && selects(filter, first, second === '_platform' ? null : second);
}
