import type { CheckResult } from '../contracts/check.ts';
import type { Instant } from '../contracts/common.ts';
import type { StatementName } from '../contracts/statement.ts';
import { UserError } from '../errors.ts';
import type { Tree } from '../evidence/index.ts';
import { flag, text, texts, type Command } from './command.ts';
import { moment } from './moment.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

interface Verified {
  readonly model: string;
  readonly version: string;
  readonly statements: readonly {
    readonly name: StatementName;
    /** Of the ring; null when the bundle is absent or names none. */
    readonly key: string | null;
    readonly verified: boolean;
    readonly findings: readonly { readonly code: string; readonly message: string }[];
  }[];
}

/** What the signatures of each version prove, placed or not. */
export const evidenceVerify: Command = {
  name: 'evidence verify',
  summary: 'say of every version whether its evidence is signed, by which key, and if not, why',
  options: [
    { flags: '--model <id>', kind: 'texts', help: 'only this model (repeatable)' },
    { flags: '--base <ref>', kind: 'text', help: 'take keys and policies from this commit' },
    { flags: '--now <time>', kind: 'text', help: 'as of this time (RFC 3339, UTC), or `head` for the head commit’s time' },
  ],
  examples: [
    ['modelgate evidence verify', 'every version of every model, with the keys of this checkout'],
    ['modelgate evidence verify --model churn --base origin/main', 'as a pull request against main would be judged'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { gitTree, listModels, workTree } = await import('../evidence/index.ts');
    const { assertModel } = await import('./release-place.ts');
    const head = workTree(root);
    const base = text(given, 'base');
    const wanted = texts(given, 'model');
    for (const model of wanted) await assertModel(head, model);
    const now = await moment(text(given, 'now'), root);
    const judging = base === undefined ? head : await gitTree(root, base);
    const versions = await verifyAll(head, judging, wanted.length === 0 ? await listModels(head) : wanted, now);
    const statements = versions.flatMap((version) => version.statements);
    const good = statements.filter(({ verified }) => verified).length;
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, now, keys: judging.name, versions }, null, 2)}\n`);
    else io.out(`${versions.map(shown).join('')}${String(good)} of ${String(statements.length)} statements verified\n`);
    return good === statements.length ? 0 : 1;
  },
};

/** @throws UserError `evidence.no_versions`, `policy.no_signatures`; what the readers and the engine throw */
async function verifyAll(head: Tree, judging: Tree, models: readonly string[], now: Instant): Promise<readonly Verified[]> {
  const { SIGNATURE_CODES } = await import('../contracts/signed-evidence.ts');
  const { STATEMENT_NAMES } = await import('../contracts/statement.ts');
  const { collectVersion, listVersions } = await import('../evidence/index.ts');
  const { createEngine, loadBundle } = await import('../policy/index.ts');
  const { messageFor } = await import('../gate/index.ts');
  const bundle = await loadBundle(policiesOf(judging));
  const checks = bundle.checks.filter(({ code }) => SIGNATURE_CODES.includes(code));
  if (checks.length !== SIGNATURE_CODES.length) {
    throw new UserError(
      'policy.no_signatures',
      `${judging.name}: its policies have ${String(checks.length)} checks of signatures; expected ${String(SIGNATURE_CODES.length)}`,
      'Name a base whose policies have them, or leave --base out.',
    );
  }
  const engine = createEngine(bundle, { only: SIGNATURE_CODES });
  try {
    const found: Verified[] = [];
    for (const model of models) {
      for (const version of await listVersions(head, model)) {
        const input = await collectVersion({ head, judging, now, model, version });
        const results = await engine.evaluate(input, `${model} ${version}`);
        const signed = input.signatures[version];
        const statements = STATEMENT_NAMES.map((name) => {
          const findings = checks.flatMap(({ code, message }) =>
            messagesOf(results, code, `${version}/${name}`, (observed, expected) =>
              messageFor(message, `${version}/${name}`, observed, expected),
            ),
          );
          return { name, key: signed?.statements[name]?.key?.id ?? null, verified: findings.length === 0, findings };
        });
        found.push({ model, version, statements });
      }
    }
    if (found.length > 0) return found;
  } finally {
    await engine.close();
  }
  throw new UserError(
    'evidence.no_versions',
    'models/: no version has a folder; expected evidence to verify',
    'Add a release with `npx modelgate release add`.',
  );
}

type Sentence = (observed: unknown, expected: unknown) => string;

/** What one check holds against one statement. It has to have passed it by name: a check that is silent about it has not. */
function messagesOf(
  results: readonly CheckResult[],
  code: string,
  subject: string,
  sentence: Sentence,
): Verified['statements'][number]['findings'] {
  const result = results.find((one) => one.code === code);
  if (result?.passed.includes(subject) === true) return [];
  const fact = result?.facts[subject];
  return [{ code, message: sentence(fact?.observed, fact?.expected) }];
}

function shown({ model, version, statements }: Verified): string {
  const lines = statements.map(({ name, key, verified, findings }) => {
    const told = verified ? [`signed with ${key ?? ''}`] : findings.map(({ code, message }) => `${code}: ${message}`);
    return told.map((line, index) => `  ${(index === 0 ? name : '').padEnd(10)}  ${line}\n`).join('');
  });
  return `${model} ${version}\n${lines.join('')}`;
}
