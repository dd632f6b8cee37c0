import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** First program of that name on the PATH, or null; a relative entry is passed over, it would depend on where one stands. */
export async function searchPath(name: string, env: Readonly<NodeJS.ProcessEnv>): Promise<string | null> {
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
}
