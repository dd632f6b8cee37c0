import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { messageOf, UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** Hands out all that stands behind a model. */
export const auditExport: Command = {
  name: 'audit export',
  summary: 'write one archive of all that stands behind a model, which a stranger can verify offline',
  argument: { name: 'model', help: 'id of the model' },
  options: [
    { flags: '--output <file>', kind: 'text', help: 'the archive: a name that ends with .tar, .tar.gz or .tgz', required: true },
    { flags: '--commit <ref>', kind: 'text', help: 'the commit whose files are handed out (default: HEAD)' },
  ],
  examples: [
    [
      'modelgate audit export churn --output churn-audit.tar',
      'manifests, evidence, card, policies, decision records, history, and SHA256SUMS',
    ],
    ['tar -xf churn-audit.tar && cd churn-audit && sha256sum -c SHA256SUMS', 'what whoever gets it runs'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { exportModel, newestTip, readChain, recordsBranch } = await import('../audit/index.ts');
    const { assertModelId, resolveCommit } = await import('../evidence/index.ts');
    const { sha256 } = await import('../sha256.ts');
    const model = text(given, 'model') ?? '';
    assertModelId(model);
    const output = text(given, 'output') ?? '';
    const packed = /\.(?:tar\.gz|tgz)$/.test(output);
    if (!packed && !output.endsWith('.tar')) {
      throw new UserError(
        'usage.bad_archive',
        `--output is ${JSON.stringify(output)}; expected a name that ends with .tar, .tar.gz or .tgz`,
        'Name the archive after what it is.',
      );
    }
    const commit = await resolveCommit(root, text(given, 'commit') ?? 'HEAD');
    const branch = await recordsBranch(root);
    const tip = await newestTip(branch);
    const chain = tip === null ? null : await readChain(branch, tip);
    const [broken] = chain?.breaks ?? [];
    if (broken !== undefined) {
      throw new UserError(
        'records.broken',
        `${branch.name}: ${broken.at}: ${broken.kind}: ${broken.message}; expected a chain that can be handed out`,
        'Run `npx modelgate audit verify`, and restore the branch from another clone.',
      );
    }
    const { tar, files, records, sums, folder } = await exportModel({ root, model, commit, branch, chain });
    const bytes = packed ? gzipSync(tar, { level: 9 }) : tar;
    await writeFile(path.resolve(io.cwd, output), bytes).catch((cause: unknown) => {
      throw new UserError(
        'output.unwritable',
        `--output ${output}: ${messageOf(cause)}; expected a file in a folder that exists`,
        'Name another file.',
        { cause },
      );
    });
    const digest = sha256(bytes);
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, model, commit, output, sha256: digest, sums, files, records, folder }, null, 2)}\n`);
    } else {
      io.out(`${output}: ${String(files)} files, ${String(records)} ${records === 1 ? 'record' : 'records'}, of ${commit.slice(0, 12)}\n`);
      io.out(`sha256  ${digest}\nverify: tar -xf ${output} && cd ${folder} && sha256sum -c SHA256SUMS\n`);
    }
    return 0;
  },
};
