// What one would write without modelgate's synth: the same constructs, written by cdk8s's own App.synth().
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { Unit } from '../lib/constructs/unit.ts';
import type { UnitContext } from '../lib/contracts/unit-facts.ts';
// Resolved by the bench to a generated module with every declaration of the fleet.
import { declarations } from 'fleet';

const [mode, granularity, contextsFile = '', outdir = ''] = process.argv.slice(2);
const contexts = JSON.parse(readFileSync(contextsFile, 'utf8')) as Readonly<Record<string, UnitContext>>;

// A file a chart is cdk8s's default; one resource a file is what synth/ has.
const yamlOutputType =
  granularity === 'file-a-resource' ? YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE : YamlOutputType.FILE_PER_CHART;

const declare = (scope: Construct, id: string): void => {
  const context = contexts[id];
  const Declaration = declarations[id];
  if (context === undefined || Declaration === undefined) throw new Error(`no context for ${id}`);
  new Declaration(new Unit(scope, context));
};

if (mode === 'one-app') {
  const app = new App({ outdir, yamlOutputType });
  for (const id of Object.keys(contexts)) declare(new Construct(app, id), id);
  app.synth();
} else {
  for (const id of Object.keys(contexts)) {
    const app = new App({ outdir: path.join(outdir, id), yamlOutputType });
    declare(app, id);
    app.synth();
  }
}
