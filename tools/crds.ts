import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/errors.ts';
import { findGo, goEnvironment } from './go.ts';
import { lastLines, run, type RunOptions } from './run.ts';
import { CRDS, type CrdSource } from './table.ts';

/** Folder of definitions of our own, a folder a project: of kinds whose project publishes none that can be had from a registry. */
const OWN = 'tools/crds';

function ownFiles(root: string): readonly (readonly [project: string, name: string])[] {
  return readdirSync(path.join(root, OWN))
    .sort()
    .flatMap((project) =>
      readdirSync(path.join(root, OWN, project))
        .sort()
        .map((name) => [project, name] as const),
    );
}

/** Digest of all that decides what is copied. */
export function crdRecipe(root: string): string {
  const digest = createHash('sha256').update(JSON.stringify(CRDS));
  for (const place of ownFiles(root)) digest.update(place.join('/')).update(readFileSync(path.join(root, OWN, ...place)));
  return digest.digest('hex').slice(0, 8);
}

async function folderOf(go: string, { module, version, sum }: CrdSource, options: RunOptions): Promise<string> {
  // Outside of any module, so that no go.mod has a say in which version it is.
  const { stdout, stderr } = await run(go, ['mod', 'download', '-json', `${module}@${version}`], options);
  const answer = (stdout === '' ? {} : JSON.parse(stdout)) as { readonly Dir?: string; readonly Sum?: string; readonly Error?: string };
  if (answer.Dir === undefined || answer.Error !== undefined) {
    throw new UserError(
      'crds.not_downloaded',
      `${module}@${version}: ${answer.Error ?? lastLines(stderr)}`,
      'Check that the Go module proxy is reachable and serves this version.',
    );
  }
  if (answer.Sum !== sum) {
    throw new UserError(
      'crds.wrong_sum',
      `${module}@${version}: Go's hash of it is ${String(answer.Sum)}; expected ${sum}`,
      'Do not use it; find out where it came from.',
    );
  }
  return answer.Dir;
}

/**
 * Copies the CustomResourceDefinitions out of their projects' Go modules, and those of our own, a folder a project: `<target>/<project>/<file>`.
 * @throws UserError `crds.not_downloaded`, `crds.wrong_sum`, `crds.not_one`
 */
export async function copyCrds(target: string, root: string, options: RunOptions): Promise<void> {
  const env = goEnvironment(options.env ?? {});
  const go = await findGo(env);
  for (const [project, source] of Object.entries(CRDS)) {
    const folder = await folderOf(go, source, { ...options, cwd: target, env });
    await mkdir(path.join(target, project));
    for (const name of source.files) {
      const file = path.join(folder, source.folder, name);
      if (!/^kind: CustomResourceDefinition$/m.test(await readFile(file, 'utf8'))) {
        throw new UserError(
          'crds.not_one',
          `${source.module}@${source.version}: ${name} holds no CustomResourceDefinition`,
          'Correct the file name in tools/table.ts.',
        );
      }
      await copyFile(file, path.join(target, project, name));
    }
  }
  for (const [project, name] of ownFiles(root)) {
    await mkdir(path.join(target, project), { recursive: true });
    await copyFile(path.join(root, OWN, project, name), path.join(target, project, name));
  }
}
