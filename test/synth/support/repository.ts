import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ModelFacts } from '../../../lib/contracts/unit-facts.ts';
import { card, config, release } from '../../support/units.ts';

/**
 * A folder of its own for one test, removed when that ends. Its name has a blank, as a person's may.
 * @param parent defaults to the system's folder for temporary files
 */
export function scratch(parent: string = os.tmpdir()): string {
  const folder = realpathSync(mkdtempSync(path.join(parent, 'modelgate synth ')));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes files, path relative to `root` -> text. */
export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

/** A sound declaration. Its constructor's `super` call stands on line 6, column 5. */
export function declaration(id: string, scrapeSeconds = 30): string {
  return `import { BinaryClassifier, canary, sklearnServer } from 'modelgate';
import type { Construct } from 'constructs';

export default class Declared extends BinaryClassifier {
  constructor(scope: Construct) {
    super(scope, '${id}', {
      description: 'Tells which customers are likely to leave from how they use the product.',
      owner: { team: 'customer-success', email: 'customer-success@example.com' },
      riskTier: 'limited',
      runtime: sklearnServer({ cpu: '500m', memory: '512Mi' }),
      traffic: { consumers: [{ namespace: 'crm', serviceAccount: 'campaigns' }] },
      rollout: canary({ steps: [5, 25, 50], pauseMinutes: 10 }),
      monitoring: { runbook: 'https://runbooks.example.com/leave', scrapeSeconds: ${String(scrapeSeconds)} },
      environments: { dev: { min: 1, max: 2 }, staging: { min: 1, max: 3 }, prod: { min: 3, max: 10 } },
    });
  }
}
`;
}

export const configText = `import { defineConfig } from 'modelgate';\n\nexport default defineConfig(${JSON.stringify(config, null, 2)});\n`;

/** What is written down about a model that stands in dev and prod, with a candidate in prod. */
export function factsOf(id: string): ModelFacts {
  return {
    id,
    releases: {
      schemaVersion: 'modelgate.dev/releases/v1',
      model: id,
      environments: { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } },
    },
    versions: { '1.0.0': release(id, '1.0.0'), '1.1.0': release(id, '1.1.0') },
    card,
  };
}

/** A repository with these models: a configuration, and a declaration each. */
export function repository(models: Readonly<Record<string, string>>): string {
  const root = scratch();
  put(root, { 'modelgate.config.ts': configText });
  put(root, Object.fromEntries(Object.entries(models).map(([id, text]) => [`models/${id}/model.ts`, text])));
  return root;
}
