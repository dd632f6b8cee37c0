import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { writeOutputs } from './outputs.ts';
import { reportFile } from './report-file.ts';
import { repositoryRoot } from './repository.ts';

const FOLDER = 'reports/compliance';

/** Writes the month's compliance report from a gate report. */
export const reportCompliance: Command = {
  name: 'report compliance',
  summary: `write a gate report as ${FOLDER}/<month>.md, for auditors`,
  options: [
    { flags: '--report <file>', kind: 'text', help: 'report of every model, written by `gate --format json`', required: true },
    { flags: '--outputs <folder>', kind: 'text', help: 'gets the file month, such as 2026-11' },
  ],
  examples: [['modelgate report compliance --report gate-report.json', 'writes the report of the month in which the gate judged']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { listModels, readCard, readCatalog, workTree } = await import('../evidence/index.ts');
    const { monthlyReport, monthOf, readReport } = await import('../report/index.ts');
    const from = text(given, 'report') ?? '';
    const report = readReport(await reportFile(from), from);
    const tree = workTree(root);
    const ids = await listModels(tree);
    const missing = ids.filter((id) => !report.units.some(({ model }) => model === id));
    if (missing.length > 0) {
      throw new UserError(
        'report.incomplete',
        `${from}: says nothing of ${missing.join(', ')}; expected every model of this checkout`,
        'Run the gate without --model and --env.',
      );
    }
    const models = await Promise.all(ids.map(async (id) => ({ spec: await readCatalog(tree, id), card: await readCard(tree, id) })));
    const month = monthOf(report);
    const file = `${FOLDER}/${month}.md`;
    await write(path.join(root, file), file, monthlyReport(report, models));
    const outputs = text(given, 'outputs');
    if (outputs !== undefined) await writeOutputs(outputs, { month });
    io.out(flag(given, 'json') ? `${JSON.stringify({ schemaVersion: 1, month, file }, null, 2)}\n` : `wrote ${file}\n`);
    return 0;
  },
};

async function write(target: string, file: string, content: string): Promise<void> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  } catch (cause) {
    throw new UserError('output.unwritable', `${file}: ${messageOf(cause)}; expected a file to write`, 'Make the folder writable.', {
      cause,
    });
  }
}
