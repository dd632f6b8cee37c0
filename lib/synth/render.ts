import { argocdObjects, bootstrapObjects, PLATFORM_FOLDER, platformObjects, type Manifest } from '../constructs/index.ts';
import { emitYaml } from '../contracts/canonical-yaml.ts';
import type { Config } from '../contracts/config.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import { gateHookFile, sealOfDigests, UNSEALED } from '../contracts/unit-seal.ts';
import { sha256 } from '../sha256.ts';
import { sortedJson } from '../sorted-json.ts';
import { selects, selectsShared, type Filter } from './filter.ts';
import { CONFIG_FILE, declarationOf } from './names.ts';
import { marker } from './ownership.ts';
import type { Rendered } from './protocol.ts';

function file(path: string, text: string): Rendered {
  return [path, text, sha256(text)];
}

/** @param source the file that the objects come from, for the first line */
function manifestFiles(folder: string, source: string, manifests: readonly Manifest[]): readonly Rendered[] {
  return manifests.map((manifest) =>
    file(`${folder}/${manifest.kind}.${manifest.metadata.name}.yaml`, marker(source) + emitYaml(manifest)),
  );
}

/** The files of one unit, its gate job sealed with the digest of the others. @throws UserError `yaml.unwritable` */
export function unitFiles(model: string, environment: string, manifests: readonly Manifest[]): readonly Rendered[] {
  const files = manifestFiles(`synth/${environment}/${model}`, declarationOf(model), manifests);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const seal = sealOfDigests(
    model,
    files.map(([path, , digest]) => [nameOf(path), digest]),
  );
  const hook = gateHookFile(model);
  return files.map((rendered) => {
    const [path, text] = rendered;
    return nameOf(path) === hook ? file(path, text.replace(UNSEALED, seal)) : rendered;
  });
}

/** The catalog entry of a model. */
export function catalogFile(spec: ModelSpec): Rendered {
  return file(`synth/catalog/${spec.id}.json`, sortedJson(spec));
}

/** What models share: each environment's platform, and what Argo CD reads first. */
export function sharedFiles(config: Config, filter: Filter): readonly Rendered[] {
  const forArgo = selectsShared(filter, null);
  return [
    ...(forArgo ? manifestFiles('synth/argocd', CONFIG_FILE, bootstrapObjects(config)) : []),
    ...config.environments.flatMap(({ name }) => [
      ...(selects(filter, name, null) ? manifestFiles(`synth/${name}/${PLATFORM_FOLDER}`, CONFIG_FILE, platformObjects(config, name)) : []),
      ...(forArgo ? manifestFiles('synth/argocd', CONFIG_FILE, argocdObjects(config, name)) : []),
    ]),
  ];
}
