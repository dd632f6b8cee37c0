import { describe, expect, test } from 'vitest';
import { readHistory } from '../../lib/evidence/history.ts';
import { Repository } from './support/repository.ts';

const days = (day: number): string => `2026-10-${String(day).padStart(2, '0')}T12:00:00Z`;
const at = (day: number): { at: string; seconds: number } => ({ at: days(day), seconds: Date.parse(days(day)) / 1000 });

async function reached(repository: Repository, model = 'churn', commit = 'HEAD'): Promise<unknown> {
  return (await readHistory(repository.root, commit)).of(model).reached;
}

describe('when a version first stood in an environment', () => {
  test('is the committer’s time of the first commit that placed it there, as stable or candidate', async () => {
    const repository = new Repository().init();
    repository.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    repository.place('churn', { dev: { stable: '1.0.0', candidate: '1.1.0' }, prod: { stable: '1.0.0' } }).commit('b', days(2));
    repository.place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0' } }).commit('c', days(3));
    repository.place('churn', { dev: { stable: '1.0.0' }, prod: { stable: '1.0.0' } }).commit('back', days(4));
    expect(await reached(repository)).toEqual({ '1.0.0': { dev: at(1), prod: at(2) }, '1.1.0': { dev: at(2) } });
  });

  test('is when it reached the first-parent line, not when a branch proposed it', async () => {
    const repository = new Repository().init();
    repository.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.place('churn', { dev: { stable: '1.1.0' } }).commit('proposed', days(2));
    repository.git('checkout', '--quiet', 'main');
    repository.write('x', '').commit('meanwhile', days(3));
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'topic');
    repository.commit('merged', days(5));
    expect(await reached(repository)).toEqual({ '1.0.0': { dev: at(1) }, '1.1.0': { dev: at(5) } });
  });

  test('does not know what is not committed, nor what another model did', async () => {
    const repository = new Repository().init();
    repository
      .place('churn', { dev: { stable: '1.0.0' } })
      .place('other', { prod: { stable: '9.0.0' } })
      .commit('a', days(1));
    repository.place('churn', { dev: { stable: '2.0.0' } });
    expect(await reached(repository)).toEqual({ '1.0.0': { dev: at(1) } });
    expect(await reached(repository, 'nobody')).toEqual({});
  });

  test('can be asked of an earlier commit', async () => {
    const repository = new Repository().init();
    const first = repository.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    repository.place('churn', { dev: { stable: '2.0.0' } }).commit('b', days(2));
    expect(await reached(repository, 'churn', first)).toEqual({ '1.0.0': { dev: at(1) } });
  });

  test('passes over commits whose releases.yaml does not read, is a link, is gone or is of another model', async () => {
    const repository = new Repository().init();
    repository.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    repository.write('models/churn/releases.yaml', 'a: &x [*x]\n').commit('broken', days(2));
    repository.remove('models/churn/releases.yaml').commit('gone', days(3));
    repository
      .write('models/churn/releases.yaml', 'schemaVersion: modelgate.dev/releases/v1\nmodel: other\nenvironments: {dev: {stable: 7.0.0}}\n')
      .commit('other', days(4));
    repository.place('churn', { dev: { stable: '1.1.0' } }).commit('b', days(5));
    expect(await reached(repository)).toEqual({ '1.0.0': { dev: at(1) }, '1.1.0': { dev: at(5) } });
  });

  test('is complete in a whole clone and not in a shallow one', async () => {
    const origin = new Repository().init();
    origin.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    origin.write('x', '').commit('b', days(2));
    const clone = new Repository();
    clone.git('clone', '--quiet', '--depth', '1', `file://${origin.root}`, '.');
    const history = await readHistory(clone.root, 'HEAD');
    expect([history.complete, history.of('churn').complete]).toEqual([false, false]);
    expect(history.of('churn').reached).toEqual({ '1.0.0': { dev: at(2) } });
    expect((await readHistory(origin.root, 'HEAD')).of('churn')).toEqual({
      complete: true,
      began: at(1),
      reached: { '1.0.0': { dev: at(1) } },
    });
  });

  test('does not depend on the user’s git configuration', async () => {
    const repository = new Repository().init();
    repository.place('churn', { dev: { stable: '1.0.0' } }).commit('a', days(1));
    repository.place('churn', { dev: { stable: '1.1.0' } }).commit('b', days(2));
    for (const [key, value] of [
      ['log.showRoot', 'false'],
      ['color.ui', 'always'],
      ['log.showSignature', 'true'],
      ['format.pretty', 'oneline'],
      ['log.decorate', 'full'],
      ['diff.external', 'false'],
      ['log.date', 'relative'],
      ['diff.noprefix', 'true'],
      ['log.follow', 'true'],
    ] as const) {
      repository.git('config', key, value);
    }
    expect(await reached(repository)).toEqual({ '1.0.0': { dev: at(1) }, '1.1.0': { dev: at(2) } });
  });
});
