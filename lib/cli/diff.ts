import type { RepositoryDiff, UnitDiff } from '../contracts/repository-diff.ts';
import { UserError } from '../errors.ts';
import { flag, SELECTION, text, texts, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** Shows what is other than at a commit, without judging it. */
export const diff: Command = {
  name: 'diff',
  summary: 'show models, limits and manifests, resource by resource, that are other than at a commit',
  options: [
    { flags: '--base <ref>', kind: 'text', help: 'the commit to compare with (default: HEAD)' },
    ...SELECTION,
    { flags: '--format <name>', kind: 'text', help: 'pretty, markdown or json (default: pretty)' },
  ],
  examples: [
    ['modelgate diff', 'what is not committed yet'],
    ['modelgate diff --base origin/main --model churn', 'what a pull request would do to one model'],
  ],
  escapes: true,
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { diffFormats } = await import('../report/index.ts');
    const named = text(given, 'format') ?? (flag(given, 'json') ? 'json' : 'pretty');
    const render = Object.hasOwn(diffFormats, named) ? diffFormats[named] : undefined;
    if (render === undefined) {
      throw new UserError(
        'usage.unknown_format',
        `--format: ${JSON.stringify(named)} is not known; expected one of ${Object.keys(diffFormats).join(', ')}`,
        'Choose one of these formats.',
      );
    }
    const { collectChanges, gitTree, workTree } = await import('../evidence/index.ts');
    const { limitChanges, resourceChanges } = await import('../diff/index.ts');
    const base = await gitTree(root, text(given, 'base') ?? 'HEAD');
    const filter = { models: texts(given, 'model'), environments: texts(given, 'env') };
    const { units: changed, removed, shared } = await collectChanges(workTree(root), base, filter);
    base.close();
    const units = changed.map(({ limits, before, after, ...unit }): UnitDiff => ({
      ...unit,
      limits: { moved: limits === null ? [] : limitChanges(limits.before, limits.after), refused: [] },
      resources: resourceChanges(before, after),
    }));
    const resources = resourceChanges(shared.before, shared.after);
    const all = [...units.flatMap((unit) => unit.resources), ...resources];
    const count = (action: string): number => all.filter((one) => one.action === action).length;
    const found: RepositoryDiff = {
      schemaVersion: 1,
      base: base.name,
      units,
      removed,
      shared: { resources, guarded: shared.guarded },
      summary: { units: units.length, added: count('added'), changed: count('changed'), removed: count('removed') },
    };
    io.out(render(found, io.color));
    return 0;
  },
};
