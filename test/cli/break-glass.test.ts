import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { readReport } from '../../lib/report/index.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchRepository } from '../support/scratch.ts';

const RELEASES = 'models/churn/releases.yaml';
const DAY = 86_400_000;

/** A freeze over the days around the repository's own moment, in which churn's candidate is to become stable in prod. */
function frozen() {
  const root = scratchRepository();
  const moment = new Date(git(root, 'log', '-1', '--format=%cI'));
  const at = (offset: number): string => new Date(moment.getTime() + offset).toISOString().slice(0, 19);
  const day = (offset: number): string => at(offset * DAY).slice(0, 10);
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(path.join(root, file), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(path.join(root, file), after);
  };
  const freeze = `freeze: [{ from: ${day(-2)}, to: ${day(2)}, reason: Year-end close }]`;
  edit('policies/thresholds/limited.yaml', 'minSoakHours: 24 }\n    # Of what', `minSoakHours: 0, ${freeze} }\n    # Of what`);
  const image =
    /digest: (sha256:[0-9a-f]{64})/.exec(readFileSync(path.join(root, 'models/churn/versions/1.1.0/release.yaml'), 'utf8'))?.[1] ?? '';
  const glass = `schemaVersion: modelgate.dev/break-glass/v1
id: churn-inc-7
model: churn
environment: prod
digest: ${image}
incident: INC-7
reason: Every second customer is scored with the salary of another one.
requestedBy: cem-aydin
approvedBy: mira-holt
from: '${at(-3_600_000)}Z'
until: '${at(3_600_000)}Z'
reviewBy: ${day(3)}
`;
  const write = (text: string): void => {
    mkdirSync(path.join(root, 'policies/break-glass'), { recursive: true });
    writeFileSync(path.join(root, 'policies/break-glass/churn-inc-7.yaml'), text);
  };
  const promote = (): void => {
    edit(RELEASES, 'stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.1.0');
  };
  const gate = (time: string, ...more: readonly string[]) =>
    inProcess(root, ['gate', '--base', 'main', '--now', `${time}Z`, '--model', 'churn', '--env', 'prod', ...more]);
  return { root, at, glass, write, promote, gate };
}

const said = (text: string) =>
  (JSON.parse(text) as GateReport).units.flatMap(({ findings }) => findings.map(({ code, status, waiver }) => ({ code, status, waiver })));

test(
  'what is frozen comes in an emergency that the base has written down, as long as it lasts, and everybody is told',
  { timeout: 120_000 },
  async () => {
    const { root, at, glass, write, promote, gate } = frozen();
    write(glass);
    commit(root, 'Freeze, and break the glass');
    promote();
    expect(await inProcess(root, ['synth'])).toMatchObject({ code: 0 });

    const open = await gate(at(0), '--json');
    expect(said(open.out)).toEqual([
      { code: 'promotion.frozen', status: 'waived', waiver: 'break-glass/churn-inc-7' },
      { code: 'promotion.glass_broken', status: 'failed', waiver: null },
    ]);
    expect(open.code).toBe(0);
    const report = readReport(open.out, 'report.json');
    expect(report.verdict).toBe('warn');
    expect(report.waivers.filter(({ state }) => state === 'used').map(({ id }) => id)).toEqual(['break-glass/churn-inc-7']);
    const comment = await gate(at(0), '--format', 'markdown');
    for (const told of ['INC-7', 'cem-aydin', 'mira-holt', 'salary of another one']) expect(comment.out).toContain(told);

    const over = await gate(at(3_601_000), '--json');
    expect(over.code).toBe(1);
    expect(said(over.out)).toEqual([{ code: 'promotion.frozen', status: 'failed', waiver: null }]);

    // Five days later the freeze is over, and nobody has looked back.
    const late = await gate(at(5 * DAY), '--json');
    expect(late.code).toBe(1);
    expect(said(late.out).map(({ code }) => code)).toEqual(['promotion.glass_unreviewed']);
  },
);

test('a pull request cannot break the glass for itself', { timeout: 120_000 }, async () => {
  const { root, at, glass, write, promote, gate } = frozen();
  commit(root, 'Freeze');
  write(glass);
  promote();
  expect(await inProcess(root, ['synth'])).toMatchObject({ code: 0 });
  const judged = await gate(at(0), '--json');
  expect(judged.code).toBe(1);
  expect(said(judged.out)).toEqual([{ code: 'promotion.frozen', status: 'failed', waiver: null }]);
});

test('an emergency that may not be stops the judgement', { timeout: 120_000 }, async () => {
  const { root, at, glass, write, promote, gate } = frozen();
  write(glass.replace('mira-holt', 'dana-fox'));
  commit(root, 'Freeze, and break the glass');
  promote();
  const judged = await gate(at(0));
  expect(judged).toMatchObject({ code: 2, err: expect.stringContaining('error break_glass.wrong_role') as string });
});
