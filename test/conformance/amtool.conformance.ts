import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { run } from '../../tools/run.ts';
import { every } from '../support/json.ts';
import { alertmanagerConfig } from './support/alertmanager-config.ts';
import { broken, type Break } from './support/broken.ts';
import { readKind, SYNTH } from './support/sets.ts';

function scratch(name: string, content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function amtool(...args: readonly string[]): Promise<{ readonly code: number | null; readonly says: string }> {
  const { code, stdout, stderr } = await run(inject('tools').amtool, args);
  // Where it succeeds, what it says beside its answer is that a file outranks an address that nobody gave.
  return { code, says: code === 0 ? stdout : `${stdout}${stderr}` };
}

// JSON is YAML.
const fileOf = (object: Manifest): string => scratch('alertmanager.yml', JSON.stringify(alertmanagerConfig(object)));

const routed = (set: string) => readKind(set, 'AlertmanagerConfig');

describe.each([
  ['synth/', () => SYNTH],
  ['the matrix', () => inject('matrix')],
])('amtool on %s', (_, setOf) => {
  test('sees every route and receiver and finds nothing', async () => {
    const all = routed(setOf());
    expect(all.length).toBeGreaterThan(0);
    for (const { object } of all) {
      const { code, says } = await amtool('check-config', fileOf(object));
      expect({ code, says }).toMatchObject({ code: 0 });
      expect(says).toContain(` - ${String(every(object, 'spec receivers[]').length)} receivers`);
      expect(says).toContain(' - 1 inhibit rules');
    }
  });

  test('wakes somebody for a page, and leaves everything else for the morning', async () => {
    for (const { object } of routed(setOf())) {
      const file = fileOf(object);
      for (const [severity, receiver] of [
        ['page', 'page'],
        ['ticket', 'ticket'],
        ['unheard-of', 'ticket'],
      ] as const) {
        const { code, says } = await amtool(
          'config',
          'routes',
          'test',
          `--config.file=${file}`,
          `--verify.receivers=${receiver}`,
          `severity=${severity}`,
        );
        expect({ code, says }).toEqual({ code: 0, says: `${receiver}\n` });
      }
    }
  });

  test('writes messages that Alertmanager can render', async () => {
    const texts = routed(setOf()).flatMap(({ object }) =>
      [
        'slackConfigs[] title',
        'slackConfigs[] text',
        'emailConfigs[] text',
        'emailConfigs[] headers[] value',
        'pagerdutyConfigs[] description',
      ].flatMap((field) => every(object, `spec receivers[] ${field}`).map(String)),
    );
    expect(texts.length).toBeGreaterThan(0);
    const data = scratch(
      'data.json',
      JSON.stringify({
        status: 'firing',
        alerts: [{ status: 'firing', labels: { alertname: 'ModelDrift' }, annotations: { summary: 'it moved', runbook_url: 'https://r' } }],
        commonLabels: { model: 'churn', environment: 'prod' },
      }),
    );
    const glob = scratch('none.tmpl', '');
    const rendered = new Set<string>();
    for (const text of new Set(texts)) {
      const { code, says } = await amtool(
        'template',
        'render',
        `--template.glob=${glob}`,
        `--template.data=${data}`,
        `--template.text=${text}`,
      );
      expect({ code, says }).toMatchObject({ code: 0 });
      rendered.add(says.trim());
    }
    expect(rendered).toEqual(new Set(['churn in prod: 1 firing', 'ModelDrift: it moved (https://r)']));
  });
});

const BREAKS: readonly Break[] = [
  {
    what: 'a receiver that there is not',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.set('nobody', 'spec', 'route', 'receiver');
    },
    reason: /undefined receiver "nobody" used in route/,
  },
  {
    what: 'two receivers of one name',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.set('page', 'spec', 'receivers', 1, 'name');
    },
    reason: /notification config name "page" is not unique/,
  },
  {
    what: 'alerts grouped by one label twice',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.set(['model', 'model'], 'spec', 'route', 'groupBy');
    },
    reason: /duplicated label "model" in group_by/,
  },
  {
    what: 'a time that is none',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.set('now and then', 'spec', 'route', 'repeatInterval');
    },
    reason: /not a valid duration string/,
  },
  {
    what: 'a matcher that is no regular expression',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.set([{ name: 'severity', value: '(page', matchType: '=~' }], 'spec', 'route', 'routes', 0, 'matchers');
    },
    reason: /missing closing \)/,
  },
  {
    what: 'mail to nobody',
    kind: 'AlertmanagerConfig',
    change: (draft) => {
      draft.remove('spec', 'receivers', 1, 'emailConfigs', 0, 'to');
    },
    reason: /missing to address in email config/,
  },
];

describe('amtool refuses', () => {
  test.each(BREAKS.map((one) => [one.what, one] as const))('%s', async (_, one) => {
    const { code, says } = await amtool('check-config', fileOf(broken(routed(SYNTH), one).object));
    expect(code).toBe(1);
    expect(says).toMatch(one.reason);
  });
});
