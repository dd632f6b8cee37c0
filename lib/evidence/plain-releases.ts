import type { Releases } from '../contracts/releases.ts';
import { plainProblem } from '../yaml-plain.ts';

/** Of text that is longer nothing is gained. */
const LONGEST = 4096;
const VERSION = String.raw`(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}`;
const PLACEMENT = String.raw`  ([a-z](?:[a-z0-9-]{0,18}[a-z0-9])?):\n    stable: (${VERSION})\n(?:    candidate: (${VERSION})\n)?`;
const EACH = new RegExp(PLACEMENT, 'g');
const FILE = new RegExp(String.raw`^schemaVersion: modelgate\.dev/releases/v1\nmodel: ([a-z0-9-]+)\nenvironments:\n((?:${PLACEMENT})+)$`);
const WORD = /^(?:true|false|null)$/;

/**
 * Placements in a releases.yaml that has no line but those that `release add` and `release promote` write, read without a YAML reader: of a thousand
 * models that takes a twentieth of the time.
 * @param text the file's bytes as Latin-1: of others than ASCII nothing is plain
 * @returns what `findReleases` would; null for any other text, and for one that may have to be refused
 */
export function plainPlacements(text: string, model: string): Releases['environments'] | null {
  if (text.length > LONGEST) return null;
  const file = FILE.exec(text);
  if (file?.[1] !== model || file[2] === undefined || WORD.test(model) || plainProblem(model) !== null) return null;
  const placements: Record<string, Releases['environments'][string]> = {};
  for (const [, environment, stable, candidate] of file[2].matchAll(EACH)) {
    if (environment === undefined || stable === undefined || WORD.test(environment) || Object.hasOwn(placements, environment)) return null;
    placements[environment] = candidate === undefined ? { stable } : { stable, candidate };
  }
  return placements;
}
