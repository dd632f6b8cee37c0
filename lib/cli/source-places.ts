import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/**
 * A stack with the places of the sources instead of those of the built files, where a map beside them says so. Node would do the same, and read
 * every map at every start for it.
 */
export function withSourcePlaces(stack: string): string {
  return stack.replace(PLACE, (place, url: string, line: string, column: string) => {
    const map = `${fileURLToPath(url)}.map`;
    if (!existsSync(map)) return place;
    const found = new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload).findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in found)) return place;
    const source = pathToFileURL(path.resolve(path.dirname(map), found.originalSource)).href;
    return `${source}:${String(found.originalLine + 1)}:${String(found.originalColumn + 1)}`;
  });
}
