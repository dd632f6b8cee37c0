import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { CheckResult } from '../../lib/contracts/check.ts';
import { Evaluation } from '../../lib/contracts/evaluation.ts';
import type { EvidenceKey } from '../../lib/contracts/key-ring.ts';
import { Release } from '../../lib/contracts/release.ts';
import { parse } from '../../lib/contracts/schema.ts';
import { SIGNATURE_CODES } from '../../lib/contracts/signed-evidence.ts';
import { STATEMENT_NAMES, statementPath, type Statement, type StatementName } from '../../lib/contracts/statement.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { collectVersion, instantOf } from '../../lib/evidence/index.ts';
import { signedBundle, statementsOf, type SigningKey } from '../../lib/jobs/signing/index.ts';
import { answersOf, resultsOf } from '../../lib/policy/answers.ts';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';
import { sha256 } from '../../lib/sha256.ts';
import { library, repository, type Library } from '../policies/library.ts';
import { listed, memoryTree, ringFile, testKey } from '../support/signing.ts';

export const MODEL = 'churn';
export const VERSION = '1.1.0';
export const OLDER = '1.0.0';
export const NOW = '2026-11-22T00:00:00Z';
export const RING = 'policies/keys/keys.yaml';

export const folderOf = (model: string, version: string): string => `models/${model}/versions/${version}`;
const read = (file: string): Buffer => readFileSync(path.join(repository, file));

/** Files that an attacker may write: the head's. Each attack gets its own. */
export class World {
  readonly files: Map<string, Buffer>;

  constructor(files: ReadonlyMap<string, Buffer>) {
    this.files = new Map(files);
  }

  text(file: string): string {
    const bytes = this.files.get(file);
    if (bytes === undefined) throw new Error(`there is no ${file}`);
    return bytes.toString('utf8');
  }

  put(file: string, content: string | Uint8Array): void {
    this.files.set(file, Buffer.from(content));
  }

  edit(file: string, change: (text: string) => string): void {
    const before = this.text(file);
    const after = change(before);
    if (after === before) throw new Error(`the attack on ${file} changed nothing`);
    this.put(file, after);
  }

  /** The bundle of a statement about the judged version, as a value that may be changed. */
  bundle(name: StatementName, change: (bundle: Bundle) => unknown): void {
    this.edit(statementPath(MODEL, VERSION, name), (text) => {
      const bundle = JSON.parse(text) as Bundle;
      return `${JSON.stringify(change(bundle) ?? bundle, null, 2)}\n`;
    });
  }

  /** What is said of a version, as it would be signed now. */
  statement(name: StatementName, model = MODEL, version = VERSION): Loose {
    const signed = {
      release: parse(Release, parseYaml(this.text(`${folderOf(model, version)}/release.yaml`)), 'release.yaml'),
      evaluation: parse(Evaluation, JSON.parse(this.text(`${folderOf(model, version)}/evaluation.json`)), 'evaluation.json'),
      digests: {
        'release.yaml': sha256(this.text(`${folderOf(model, version)}/release.yaml`)),
        'evaluation.json': sha256(this.text(`${folderOf(model, version)}/evaluation.json`)),
      },
    };
    const found = statementsOf(signed, 'https://ci.example.com/train').find(([one]) => one === name);
    return structuredClone(found?.[1]) as unknown as Loose;
  }

  /** Signs in the place of one statement what may be anything. */
  sign(name: StatementName, statement: Loose, key: SigningKey = TRUSTED): void {
    this.put(statementPath(MODEL, VERSION, name), signedBundle(statement as unknown as Statement, key));
  }

  /** Signs every statement about a version as its files stand now: what a holder of the key can do. */
  signAll(key: SigningKey = TRUSTED, model = MODEL, version = VERSION): void {
    for (const name of STATEMENT_NAMES) {
      this.put(statementPath(model, version, name), signedBundle(this.statement(name, model, version) as unknown as Statement, key));
    }
  }

  ring(...keys: readonly EvidenceKey[]): void {
    this.put(RING, ringFile(...keys));
  }
}

/** A bundle as JSON. */
export interface Bundle {
  mediaType: string;
  verificationMaterial: Record<string, unknown>;
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}

/** A statement that may be changed in any way. */
export interface Loose {
  _type: string;
  subject: { name: string; digest: { sha256: string } }[];
  predicateType: string;
  predicate: Record<string, unknown>;
}

/** Keys: the training platform's, another team's that may sign as well, and a stranger's. */
export const TRUSTED = testKey(1);
export const SECOND = testKey(2);
export const STRANGER = testKey(3);

/** Two versions of churn and one of another model, each signed with the trusted key; limits, catalogs and the ring. */
export function genuine(): World {
  const files = new Map<string, Buffer>();
  for (const tier of ['low', 'limited', 'high']) files.set(`policies/thresholds/${tier}.yaml`, read(`policies/thresholds/${tier}.yaml`));
  for (const model of [MODEL, 'credit-approval']) {
    files.set(`synth/catalog/${model}.json`, read(`synth/catalog/${model}.json`));
    files.set(`models/${model}/card.yaml`, read(`models/${model}/card.yaml`));
    for (const version of [OLDER, VERSION]) {
      for (const name of ['release.yaml', 'evaluation.json'])
        files.set(`${folderOf(model, version)}/${name}`, read(`${folderOf(model, version)}/${name}`));
    }
  }
  const world = new World(files);
  world.ring(listed('training', 1), listed('second', 2));
  for (const model of [MODEL, 'credit-approval']) for (const version of [OLDER, VERSION]) world.signAll(TRUSTED, model, version);
  return world;
}

/** Checks of a version's own files: these can be asked about a version by itself. */
const ASKED = [...SIGNATURE_CODES, 'metrics.below_floor', 'provenance.evidence_stale'];

export class Judge {
  readonly #library: Library;
  readonly #memories = new SpareMemory(1024);

  private constructor(made: Library) {
    this.#library = made;
  }

  static async make(): Promise<Judge> {
    return new Judge(await library());
  }

  /**
   * What the gate would hold against the judged version: codes of findings, or `error <code>` when it could not judge. Empty is accepted.
   * @param base the commit that judges: its keys and limits count
   */
  async verdict(head: World, base: World = head, now = NOW, model = MODEL, version = VERSION): Promise<readonly string[]> {
    try {
      const trees = { head: memoryTree(head.files), judging: memoryTree(base.files) };
      const input = await collectVersion({ ...trees, now: instantOf(now), model, version });
      const failing = this.#results(input).filter(({ failed, inconclusive }) => failed.length + inconclusive.length > 0);
      return failing.map(({ code }) => code);
    } catch (thrown) {
      const errors = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : null;
      if (errors === null) throw thrown;
      return [...new Set(errors.map(({ code }) => `error ${code}`))];
    }
  }

  #results(input: object): readonly CheckResult[] {
    const { bundle } = this.#library;
    const checks = bundle.checks.filter(({ code }) => ASKED.includes(code));
    if (checks.length !== ASKED.length) throw new Error('a check that is asked is not on the roster');
    const output = evaluate(bundle.module, this.#memories, serialise(Buffer.from(JSON.stringify(input)), 'attack'));
    return resultsOf(answersOf(output, ASKED), checks, 'attack');
  }
}
