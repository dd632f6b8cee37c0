import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { WORK_TREE } from '../work-tree-name.ts';

/** Where policies are read from: the work tree, or one git commit. */
export interface PolicySource {
  /** For messages and reports: `work tree`, or a commit. */
  readonly name: string;
  /** Every file under `policies/`, relative to the repository, with `/`; other paths may be among them and are not looked at. */
  list(): Promise<readonly string[]>;
  /** Bytes of one listed file. */
  read(file: string): Promise<Uint8Array>;
  /** git's hash of a file, where `read` gives the bytes of that very hash. @default nobody knows */
  readonly hash?: (file: string) => string | undefined;
}

/** Folder of a repository that holds everything about policies. */
export const POLICIES = 'policies';

/** What the compiler may use: the built-ins that WebAssembly has without asking its host. */
export const CAPABILITIES = `${POLICIES}/capabilities.json`;

/** Files under `policies/`, in code unit order. */
export async function listPolicies(source: PolicySource): Promise<readonly string[]> {
  const listed = await source.list();
  return listed.filter((file) => file.startsWith(`${POLICIES}/`)).sort();
}

/** Compiled into the bundle: Rego that is no test. */
export function isCompiled(file: string): boolean {
  return file.endsWith('.rego') && !file.endsWith('_test.rego');
}

/** Text of one listed file; a byte that is no UTF-8 is an error, never a replacement character. */
export async function readText(source: PolicySource, file: string): Promise<string> {
  const bytes = await source.read(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError('policy.not_utf8', `${file}: is no UTF-8 text; expected UTF-8`, 'Save the file as UTF-8.', { cause });
  }
}

/**
 * The policies of a checkout.
 * @param root folder of the repository
 */
export function workTreePolicies(root: string): PolicySource {
  return {
    name: WORK_TREE,
    async list() {
      const files: string[] = [];
      await collect(root, POLICIES, files);
      return files.sort();
    },
    read: (file) => readFile(path.join(root, file)),
  };
}

async function collect(root: string, folder: string, files: string[]): Promise<void> {
  for (const entry of await entries(root, folder)) {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await collect(root, file, files);
    else if (entry.isFile()) files.push(file);
    // The compiler would follow a link out of the repository, and git would show only the link.
    else
      throw new UserError(
        'policy.not_a_file',
        `${file}: is neither a file nor a folder; expected no links here`,
        'Put the file itself there.',
      );
  }
}

async function entries(root: string, folder: string) {
  try {
    return await readdir(path.join(root, folder), { withFileTypes: true });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')) return [];
    throw thrown;
  }
}
