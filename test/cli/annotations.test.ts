import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { scratchRepository } from '../support/scratch.ts';

test('a finding is annotated on the line that was edited', async () => {
  const repository = scratchRepository();
  const card = path.join(repository, 'models/churn/card.yaml');
  const lines = readFileSync(card, 'utf8').split('\n');
  const at = lines.findIndex((line) => /^ {2}on: /.test(line));
  writeFileSync(card, lines.with(at, "  on: '2024-02-03'").join('\n'));
  const { code, out } = await inProcess(repository, ['gate', '--base', 'HEAD', '--model', 'churn', '--env', 'dev', '--format', 'github']);
  expect(code).toBe(1);
  expect(out).toContain(`::error file=models/churn/card.yaml,line=${String(at + 1)},title=card.stale (churn/dev)`);
});
