import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startProcesses } from '../../../tools/cluster/processes.ts';
import { install, installCrds } from '../../../tools/install.ts';
import { root } from '../../support/scratch.ts';
import { writeMatrix } from './sets.ts';

/** What `npm run conformance` runs; the controllers are for the end-to-end tests. */
const NEEDED = [
  'promtool',
  'amtool',
  'actionlint',
  'regal',
  'zizmor',
  'argo-lint',
  'rollouts-lint',
  'kubectl-validate',
  'kube-apiserver',
  'etcd',
  'istioctl',
  'events-lint',
] as const;

declare module 'vitest' {
  interface ProvidedContext {
    /** Where each tool is. */
    tools: Readonly<Record<(typeof NEEDED)[number], string>>;
    /** Folder with a folder of CustomResourceDefinitions a project. */
    crds: string;
    /** The generated manifests, laid out as `synth/` is. */
    matrix: string;
  }
}

/** Installs the tools, writes the matrix, and takes it away again, also after a crash. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const options = { env: process.env, root, log: (line: string) => process.stderr.write(`${line}\n`) };
  const crds = await installCrds(options);
  const tools = await install(NEEDED, options);
  const scratch = await startProcesses();
  const matrix = path.join(scratch.folder, 'matrix');
  try {
    writeMatrix(matrix);
  } catch (error) {
    await scratch.stop();
    throw error;
  }
  project.provide('tools', tools);
  project.provide('crds', crds);
  project.provide('matrix', matrix);
  return scratch.stop;
}
