import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { toolsFolder } from '../lib/tools-folder.ts';
import { copyCrds, crdRecipe } from './crds.ts';
import { debianRecipe, unpackFromDebian } from './debian.ts';
import { buildWithGo, goRecipe } from './go.ts';
import { pypiRecipe, unpackFromPypi } from './pypi.ts';
import { underLock } from './lock.ts';
import type { RunOptions } from './run.ts';
import { TOOLS, type Tool, type ToolName } from './table.ts';

export interface InstallOptions {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** The checkout whose `tools/` pins them. */
  readonly root: string;
  /** Progress, for stderr: whole lines. */
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** How often a long build says that it goes on. */
const TICK_MS = 60_000;

const STAGING = '.staging-';

function recipeOf(tool: Tool, root: string): string {
  if (tool.from === 'go') return goRecipe(path.join(root, 'tools'), tool);
  return tool.from === 'debian' ? debianRecipe(tool) : pypiRecipe(tool);
}

/** Where a tool is once it is installed: `<cache>/modelgate/tools/<tool>-<version>-<digest of its recipe>/<tool>`. */
export function toolPath(name: ToolName, { env, root }: Pick<InstallOptions, 'env' | 'root'>): string {
  const tool: Tool = TOOLS[name];
  const recipe = recipeOf(tool, root);
  return path.join(toolsFolder(env), `${name}-${tool.version.replaceAll(/[^\w.-]/g, '_')}-${recipe}`, name);
}

/** Folder of the CustomResourceDefinitions once they are copied, with a folder a project in it. */
export function crdsPath({ env, root }: Pick<InstallOptions, 'env' | 'root'>): string {
  return path.join(toolsFolder(env), `crds-${crdRecipe(root)}`);
}

/** Makes a folder elsewhere and gives it its name when it is whole: half a tool is never found. */
async function staged(folder: string, make: (staging: string) => Promise<void>): Promise<void> {
  const staging = await mkdtemp(path.join(path.dirname(folder), STAGING));
  try {
    const whole = path.join(staging, 'whole');
    await mkdir(whole);
    await make(whole);
    // What is there without the tool in it is of no use to anybody.
    await rm(folder, { recursive: true, force: true });
    await rename(whole, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function make(name: ToolName, target: string, { env, root, log, signal }: InstallOptions): Promise<void> {
  const tool: Tool = TOOLS[name];
  const started = Date.now();
  const seconds = (): string => `${String(Math.round((Date.now() - started) / 1000))} s`;
  const what = `${name} ${tool.version}`;
  log(tool.from === 'go' ? `Building ${what}, once: about ${String(tool.minutes)} min on 2 idle cores` : `Downloading ${what}, once`);
  const ticking = setInterval(() => {
    log(`Still building ${what}: ${seconds()}`);
  }, TICK_MS);
  const options: RunOptions = { env, signal };
  try {
    await staged(path.dirname(target), async (folder) => {
      const file = path.join(folder, name);
      if (tool.from === 'go') await buildWithGo(path.join(root, 'tools'), tool, file, options);
      else if (tool.from === 'debian') await unpackFromDebian(tool, file, path.dirname(folder), options);
      else await unpackFromPypi(tool, file, path.dirname(folder), options);
      await chmod(file, 0o755);
    });
  } finally {
    clearInterval(ticking);
  }
  log(`Made ${target} in ${seconds()}`);
}

async function sweep(tools: string): Promise<void> {
  for (const name of await readdir(tools)) {
    if (name.startsWith(STAGING)) await rm(path.join(tools, name), { recursive: true, force: true });
  }
}

/** Only one process of a machine installs, so that none builds what another is building; what a killed one left is swept away. */
async function alone(options: InstallOptions, work: () => Promise<void>): Promise<void> {
  const tools = toolsFolder(options.env);
  await mkdir(tools, { recursive: true });
  const waiting = (pid: number): void => {
    options.log(`Process ${String(pid)} installs tools; waiting for it`);
  };
  await underLock(path.join(tools, '.lock'), { waiting, signal: options.signal }, async () => {
    await sweep(tools);
    await work();
  });
}

/**
 * Makes the tools be there, building or downloading those that are not, and tells where each is.
 * @throws UserError when one cannot be had: never a tool less
 */
export async function install<Name extends ToolName>(
  names: readonly Name[],
  options: InstallOptions,
): Promise<Readonly<Record<Name, string>>> {
  const places = names.map((name) => [name, toolPath(name, options)] as const);
  if (places.some(([, file]) => !existsSync(file))) {
    await alone(options, async () => {
      for (const [name, file] of places) if (!existsSync(file)) await make(name, file, options);
    });
  }
  return Object.fromEntries(places) as Record<Name, string>;
}

/**
 * Makes the CustomResourceDefinitions be there and tells in which folder, a folder a project in it.
 * @throws UserError when a module cannot be had or is not the pinned one
 */
export async function installCrds(options: InstallOptions): Promise<string> {
  const folder = crdsPath(options);
  if (!existsSync(folder)) {
    await alone(options, async () => {
      if (existsSync(folder)) return;
      options.log('Copying CustomResourceDefinitions out of their Go modules, once');
      await staged(folder, (whole) => copyCrds(whole, options.root, { env: options.env, signal: options.signal }));
    });
  }
  return folder;
}
