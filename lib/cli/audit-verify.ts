import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** Walks the chain of decision records. */
export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'walk the chain of decision records and name the first break',
  options: [
    { flags: '--commit <ref>', kind: 'text', help: 'the main line that the records are about, and its keys (default: HEAD)' },
    {
      flags: '--expect <sha256>',
      kind: 'text',
      help: 'SHA-256 of a record that must be in the chain, as an earlier run or an archive named it',
    },
  ],
  examples: [
    ['modelgate audit verify', 'every record against the one before it, its report, the commit that it names, and the keys'],
    ['modelgate audit verify --expect "$SHA256"', 'and nothing that was seen before is gone'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { newestTip, readChain, recordsBranch, verifyChain } = await import('../audit/index.ts');
    const { gitTree, readKeyRing, resolveCommit } = await import('../evidence/index.ts');
    const head = await resolveCommit(root, text(given, 'commit') ?? 'HEAD');
    const branch = await recordsBranch(root);
    const tip = await newestTip(branch);
    if (tip === null) {
      throw new UserError(
        'records.none',
        `${branch.name}: there is no such branch here, nor one of a remote; expected decision records`,
        `Fetch it with \`git fetch origin ${branch.name}\`, or begin with \`npx modelgate audit record\`.`,
      );
    }
    const chain = await readChain(branch, tip);
    const tree = await gitTree(root, head);
    const ring = await readKeyRing(tree);
    tree.close();
    const breaks = [...(await verifyChain(chain, { root, head, ring }))];
    const expected = text(given, 'expect');
    if (expected !== undefined && !chain.records.some(({ sha256 }) => sha256 === expected)) {
      breaks.push({ kind: 'missing', at: branch.name, message: `no record has the SHA-256 ${expected.slice(0, 80)}` });
    }
    const [first] = breaks;
    const last = chain.records.at(-1);
    const count = chain.records.length;
    const signed = chain.records.filter(({ envelope }) => envelope !== null).length;
    if (flag(given, 'json')) {
      const told = { schemaVersion: 1, verified: first === undefined, branch: branch.name, tip, records: count, signed };
      io.out(`${JSON.stringify({ ...told, last: last?.sha256 ?? null, break: first ?? null, breaks: breaks.length }, null, 2)}\n`);
    } else if (first === undefined) {
      io.out(
        `${branch.name}: ${String(count)} ${count === 1 ? 'record' : 'records'}, ${String(signed)} signed, unbroken\nlast ${last?.sha256 ?? ''}\n`,
      );
    } else {
      io.out(`${branch.name}: broken at ${first.at}\n  ${first.kind}: ${first.message}\n`);
      if (breaks.length > 1) io.out(`  and ${String(breaks.length - 1)} more\n`);
      io.out('  fix: Compare the branch with other clones; docs/audit.md says what each kind of break means.\n');
    }
    return first === undefined ? 0 : 1;
  },
};
