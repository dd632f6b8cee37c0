import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { afterAll } from 'vitest';
import type { Placement } from '../../../lib/contracts/releases.ts';
import { card, evaluation, manifests, release, releases, spec, thresholds } from './documents.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'modelgate-evidence-')));
  made.push(folder);
  return folder;
}

const IDENTITY = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@example.org',
  '-c',
  'commit.gpgsign=false',
  '-c',
  'init.defaultBranch=main',
];

/** A folder with git in it. */
export class Repository {
  readonly root: string;

  constructor(root: string = temporaryFolder()) {
    this.root = root;
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', [...IDENTITY, ...args], { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  write(file: string, contents: string | Uint8Array): this {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contents);
    return this;
  }

  remove(file: string): this {
    rmSync(path.join(this.root, file), { recursive: true });
    return this;
  }

  init(): this {
    this.git('init', '--quiet', '--initial-branch=main');
    return this;
  }

  /** Commits everything, as of `at` (RFC 3339). */
  commit(message: string, at = '2026-11-05T00:00:00Z'): string {
    this.git('add', '--all');
    execFileSync('git', [...IDENTITY, 'commit', '--quiet', '--allow-empty', '--message', message], {
      cwd: this.root,
      env: { ...process.env, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' },
    });
    return this.git('rev-parse', 'HEAD');
  }

  thresholds(): this {
    for (const tier of ['low', 'limited', 'high'] as const) this.write(`policies/thresholds/${tier}.yaml`, stringify(thresholds(tier)));
    return this;
  }

  version(model: string, version: string): this {
    this.write(`models/${model}/versions/${version}/release.yaml`, stringify(release(model, version)));
    return this.write(`models/${model}/versions/${version}/evaluation.json`, `${JSON.stringify(evaluation(model, version), null, 2)}\n`);
  }

  place(model: string, placements: Readonly<Record<string, Placement>>): this {
    return this.write(`models/${model}/releases.yaml`, stringify(releases(model, placements)));
  }

  /** What synthesis would write for these environments, in small. */
  synth(model: string, declared: readonly string[], placed: readonly string[], count = 2): this {
    this.write(`synth/catalog/${model}.json`, `${JSON.stringify(spec(model, declared), null, 2)}\n`);
    for (const environment of placed) {
      for (const [name, text] of Object.entries(manifests(model, environment, count)))
        this.write(`synth/${environment}/${model}/${name}`, text);
    }
    return this;
  }

  /** A whole model: declaration, card, placements, the versions that they name, and its synth. */
  model(id: string, placements: Readonly<Record<string, Placement>>, count = 2): this {
    const versions = new Set(
      Object.values(placements).flatMap(({ stable, candidate }) => (candidate === undefined ? [stable] : [stable, candidate])),
    );
    this.write(`models/${id}/model.ts`, `export default class {}\n`);
    this.write(`models/${id}/card.yaml`, stringify(card(id, [...versions])));
    for (const version of versions) this.version(id, version);
    return this.place(id, placements).synth(id, ['dev', 'staging', 'prod'], Object.keys(placements), count);
  }
}

/** A repository with one model in dev and prod, committed. */
export function oneModel(): Repository {
  const repository = new Repository()
    .init()
    .thresholds()
    .model('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } });
  repository.commit('Start');
  return repository;
}
