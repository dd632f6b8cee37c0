import { byCodeUnit } from '../by-code-unit.ts';
import type { Instant } from '../contracts/common.ts';
import { platformName } from '../contracts/platform-check.ts';
import { PlatformInput } from '../contracts/platform-input.ts';
import { parse } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';
import { isManifestFile } from './layout.ts';
import { readManifest } from './read-manifest.ts';
import { placeIn, type Tree } from './tree.ts';

/**
 * What is no unit, ready to be judged: what each environment shares, and what tells Argo CD what to apply where there is such a folder.
 * @param namespaces of the judged units, by environment: what has to be there is never asked of the files that would have to hold it
 * @throws UserError or UserErrors `manifest.unexpected_file`; what `readManifest` throws
 */
export async function collectPlatforms(
  head: Tree,
  now: Instant,
  namespaces: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly { readonly name: string; readonly input: PlatformInput }[]> {
  const environments = [...namespaces.keys()].sort(byCodeUnit);
  const argocd = await head.list('synth/argocd/');
  const places = [
    ...environments.map((environment) => ({ environment, folder: `synth/${environment}/_platform/` })),
    ...(argocd.length === 0 ? [] : [{ environment: null, folder: 'synth/argocd/' }]),
  ];
  const found = [];
  const errors: UserError[] = [];
  for (const { environment, folder } of places) {
    const manifests = [];
    for (const path of await head.list(folder)) {
      try {
        manifests.push(await manifestAt(head, path, folder));
      } catch (thrown) {
        if (thrown instanceof UserErrors) errors.push(...thrown.errors);
        else if (thrown instanceof UserError) errors.push(thrown);
        else throw thrown;
      }
    }
    const name = platformName(environment);
    const inside = [...(environment === null ? [] : (namespaces.get(environment) ?? []))].sort(byCodeUnit);
    const input = {
      schemaVersion: 'modelgate.dev/platform-input/v1',
      now,
      platform: { environment, namespaces: inside },
      manifests,
    };
    if (errors.length === 0) found.push({ name, input: parse(PlatformInput, input, name) });
  }
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new UserErrors(errors);
  return found;
}

async function manifestAt(head: Tree, path: string, folder: string): Promise<ReturnType<typeof readManifest>> {
  const bytes = await head.read(path);
  if (bytes !== null && isManifestFile(path.slice(folder.length))) return readManifest(bytes, path, null);
  throw new UserError(
    'manifest.unexpected_file',
    `${placeIn(head, path)}: expected only <Kind>.<name>.yaml files here, because Argo CD may apply whatever else it finds`,
    'Move the file elsewhere, or remove it.',
  );
}
