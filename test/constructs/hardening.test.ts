import { describe, expect, test } from 'vitest';
import { servingWorlds } from '../support/every-serving.ts';
import { asRun, targetWorlds } from '../support/every-target.ts';
import { worlds, type World } from '../support/every-unit.ts';
import { REQUIREMENTS } from '../support/hardening.ts';

/** Seldon's pods are others'. */
const isShared = ({ unit }: World) => unit.some(({ kind }) => kind === 'Model');
const shared = targetWorlds().filter(([, world]) => isShared(world));
const own = targetWorlds().filter(([, world]) => !isShared(world));
const every = [...worlds(), ...servingWorlds(), ...own.map(([name, world]) => [name, asRun(world)] as const)];

// The one world in which every kind is there.
const [, prod] = every.find(([name]) => name === 'binary-classification in prod with a candidate') ?? [];

test('the checklist has its 42 requirements', () => {
  expect(REQUIREMENTS).toHaveLength(42);
});

describe.each(REQUIREMENTS)('$title', ({ problems, mutant }) => {
  test.each(every)('holds for %s', (_, world) => {
    expect(problems(world)).toEqual([]);
  });

  test.each(shared)('holds for what is left of %s without pods of its own', (_, world) => {
    const about = problems(world).filter((problem) => !problem.startsWith('nothing to check: ') && problem !== 'Service.model: target');
    expect(about).toEqual([]);
  });

  test('and is missed when it is broken', () => {
    if (prod === undefined) throw new Error('no unit in prod');
    expect(problems(mutant(prod))).not.toEqual([]);
  });
});
