import { flag, text, type Command } from './command.ts';
import { mergeOf, MERGE_OPTIONS, readReportOf } from './merge-options.ts';
import { repositoryRoot } from './repository.ts';

/** Holds what was merged against what was judged. */
export const verifyMerge: Command = {
  name: 'verify-merge',
  summary: 'say whether the merged tree is the judged one, and which commits slipped through',
  options: [
    ...MERGE_OPTIONS,
    { flags: '--report <file>', kind: 'text', help: 'the report that it was merged on (default: its decision record)' },
  ],
  examples: [
    ['modelgate verify-merge --report gate-report.json', 'on main after a merge, with the report of the pull request'],
    ['modelgate verify-merge', 'whether every commit since the first record is on record, this one included'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { verifyMerge: verify } = await import('../audit/index.ts');
    const merge = await mergeOf(given, root);
    const file = text(given, 'report');
    const answer = await verify({ ...merge, report: file === undefined ? null : (await readReportOf(file)).report });
    const { by, sequence, verdict, differences, slipped, broken, records } = answer;
    const sound = differences.length === 0 && slipped.length === 0 && broken === null;
    const { commit, before } = merge;
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, verified: sound, commit, before, ...answer }, null, 2)}\n`);
      return sound ? 0 : 1;
    }
    const short = commit.slice(0, 12);
    const source = by === 'record' ? `record ${String(sequence)}` : 'the report';
    const lines = [
      ...(broken === null ? [] : [`broken      ${broken.at}: ${broken.kind}: ${broken.message}`]),
      ...differences.map((difference) => `different   ${difference}`),
      ...slipped.map(({ commit: hash, at, author, subject }) => `no verdict  ${hash.slice(0, 12)} ${at} ${author}: ${subject}`),
    ];
    if (sound) {
      io.out(`${short} is what ${source} says was judged: ${verdict ?? 'nothing that is judged changed'}\n`);
      io.out(
        records === 0
          ? 'no records yet: `npx modelgate audit record` begins them\n'
          : `every commit up to it is on record (${String(records)} ${records === 1 ? 'record' : 'records'})\n`,
      );
      return 0;
    }
    const what =
      differences.length > 0 || by === null
        ? `${short} is not what was judged`
        : `${short} is what ${source} says was judged, but others slipped through`;
    io.out(`${lines.join('\n')}\n${broken === null ? what : 'the records are broken'}\n`);
    io.out('  fix: Revert the commit by a pull request, or let the gate judge what stands and record that: docs/audit.md.\n');
    return 1;
  },
};
