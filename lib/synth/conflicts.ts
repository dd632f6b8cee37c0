import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { ifThere } from './files.ts';
import { declarationOf } from './names.ts';

/** What one model has that no other may have. */
interface Claim {
  readonly model: string;
  /** First label of its hosts. */
  readonly subdomain: string;
}

/** What a model claimed when it was rendered last, by the catalog on disk. */
function claimedBefore(root: string, model: string): readonly Claim[] {
  const catalog = ifThere(() => readFileSync(path.join(root, `synth/catalog/${model}.json`), 'utf8'));
  if (catalog === undefined) return [];
  try {
    const { traffic } = JSON.parse(catalog) as { readonly traffic?: { readonly host?: unknown } };
    return typeof traffic?.host === 'string' ? [{ model, subdomain: traffic.host.split('.')[0] ?? '' }] : [];
  } catch {
    // A file that this run doesn't render; the run that does will write it anew.
    return [];
  }
}

/** Two models with one host: each unit is sound alone, and the mesh would send the calls of one to the other. */
function hosts(root: string, models: readonly string[], ran: ReadonlyMap<string, string | null>): readonly UserError[] {
  const all = models.flatMap((model): readonly Claim[] => {
    const subdomain = ran.get(model);
    if (subdomain === undefined) return claimedBefore(root, model);
    // Its mistakes left open what it claims: what it once did is no more true than anything else.
    return subdomain === null ? [] : [{ model, subdomain }];
  });
  const owners = new Map<string, string>();
  const errors: UserError[] = [];
  // Its own id is a model's by right; who asks for another's is told.
  for (const { model, subdomain } of [...all].sort((a, b) => Number(b.model === b.subdomain) - Number(a.model === a.subdomain))) {
    const owner = owners.get(subdomain);
    if (owner === undefined) owners.set(subdomain, model);
    else {
      errors.push(
        new UserError(
          'model.host_taken',
          `${declarationOf(model)}: ${model}: traffic.subdomain is ${JSON.stringify(subdomain)}, which model ${owner} has; expected a host of its own`,
          'Choose another subdomain.',
        ),
      );
    }
  }
  return errors;
}

/** Two units of an environment with one object: their names meet in the namespace that they share. */
function objects(files: readonly string[]): readonly UserError[] {
  const owners = new Map<string, string>();
  const errors: UserError[] = [];
  for (const file of files) {
    const [, environment = '', model = '', name, ...rest] = file.split('/');
    if (name === undefined || rest.length > 0 || model === '_platform') continue;
    const place = `${environment}/${name}`;
    const owner = owners.get(place);
    if (owner === undefined) owners.set(place, model);
    else {
      errors.push(
        new UserError(
          'manifest.name_taken',
          `${declarationOf(model)}: ${model}: ${name.replace(/\.yaml$/, '')} is in model ${owner} of ${environment} too; expected each kind and name once in an environment`,
          `Rename one of the two; the names of ${owner}'s objects begin with its id.`,
        ),
      );
    }
  }
  return errors;
}

/**
 * What no unit can see of itself, found over all of them before anything is written.
 * @param models all models there are
 * @param ran models that this run was to render -> first label of their hosts; null where it is not known
 * @param files all files, rendered and kept
 */
export function conflicts(
  root: string,
  models: readonly string[],
  ran: ReadonlyMap<string, string | null>,
  files: readonly string[],
): readonly UserError[] {
  return [...hosts(root, models, ran), ...objects(files)];
}
