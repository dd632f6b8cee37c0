import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where tools that were built or unpacked once are kept, outside every checkout: `<cache>/modelgate/tools`, a folder a tool and version.
 * `<cache>` is `XDG_CACHE_HOME` if that is absolute, else `~/.cache`.
 */
export function toolsFolder(env: Readonly<NodeJS.ProcessEnv>): string {
  const given = env['XDG_CACHE_HOME'];
  const cache = given !== undefined && path.isAbsolute(given) ? given : path.join(env['HOME'] ?? homedir(), '.cache');
  return path.join(cache, 'modelgate', 'tools');
}
