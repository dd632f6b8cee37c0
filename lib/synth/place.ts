import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** `at new Churn (/repository/models/churn/model.ts:13:38)`; the name before the bracket may look like a path, too. */
const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?\/.*):(\d+):(\d+)\)?$/;
const DECLARED = /^(?:models\/|modelgate\.config\.ts$)/;

/**
 * The innermost place in a declaration that a stack passes through, `models/churn/model.ts:13:38`.
 * @param root the repository's folder, its links resolved
 */
export function placeInStack(stack: string, root: string): string | undefined {
  for (const line of stack.split('\n')) {
    const [, file, row, column] = FRAME.exec(line.trimEnd()) ?? [];
    if (file === undefined || row === undefined || column === undefined) continue;
    const bare = file.startsWith('file://') ? fileURLToPath(file) : file;
    const relative = path.relative(root, bare).replaceAll(path.sep, '/');
    if (DECLARED.test(relative)) return `${relative}:${row}:${column}`;
  }
  return undefined;
}

/** `:line:column` of the default export in a declaration's text; its beginning when there is none. */
export function placeOfExport(text: string): string {
  const lines = text.split('\n');
  const row = lines.findIndex((line) => /^\s*export\s+default\b/.test(line));
  if (row < 0) return ':1:1';
  return `:${String(row + 1)}:${String((lines[row] ?? '').search(/\S/) + 1)}`;
}
