import { byCodeUnit } from '../by-code-unit.ts';
import { WaiverFile, type Waiver } from '../contracts/waiver.ts';
import { UserError, UserErrors } from '../errors.ts';
import { readDocument } from './document.ts';
import { instantOfDay } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

const FOLDER = 'policies/waivers/';

interface Placed {
  readonly waiver: Waiver;
  readonly where: string;
}

const person = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** Whether one finding could fall under both. */
function overlap(a: Waiver, b: Waiver): boolean {
  if (a.code !== b.code || a.model !== b.model || a.environment !== b.environment) return false;
  return a.subject === undefined || b.subject === undefined || a.subject === b.subject;
}

function* mistakes(all: readonly Placed[]): Generator<UserError> {
  const byId = new Map<string, Placed>();
  const byPlace = new Map<string, Placed[]>();
  for (const placed of all) {
    const { waiver, where } = placed;
    const same = byId.get(waiver.id);
    if (same !== undefined) {
      yield new UserError(
        'waiver.duplicate_id',
        `${where}: id ${waiver.id} is taken in ${same.where}; expected each id once`,
        'Rename one of the two.',
      );
    }
    byId.set(waiver.id, placed);
    if (person(waiver.owner) === person(waiver.approver)) {
      yield new UserError(
        'waiver.self_approved',
        `${where}: waiver ${waiver.id} is owned and approved by ${JSON.stringify(waiver.owner)}; expected two people`,
        'Let somebody else approve it.',
      );
    }
    const place = JSON.stringify([waiver.code, waiver.model, waiver.environment]);
    const neighbours = byPlace.get(place) ?? [];
    for (const other of neighbours) {
      if (!overlap(waiver, other.waiver)) continue;
      yield new UserError(
        'waiver.overlap',
        `${where}: waiver ${waiver.id} covers what ${other.waiver.id} in ${other.where} covers (${waiver.code}, ${waiver.model}/${waiver.environment}); expected one`,
        'Remove one of the two, or give each a subject of its own.',
      );
    }
    byPlace.set(place, [...neighbours, placed]);
  }
}

/**
 * Every exception of `policies/waivers/*.yaml`, expired ones included, sorted by id.
 * @returns an empty list when the folder is absent
 * @throws UserError or UserErrors `waiver.duplicate_id`, `waiver.self_approved`, `waiver.overlap`, `waiver.unexpected_file`, `time.invalid`; what
 * `readDocument` throws
 */
export async function readWaivers(tree: Tree): Promise<readonly Waiver[]> {
  const all: Placed[] = [];
  for (const path of await tree.list(FOLDER)) {
    const name = path.slice(FOLDER.length);
    if (name === 'README.md' || name === '.gitkeep') continue;
    const where = placeIn(tree, path);
    if (!/^[^/]+\.yaml$/.test(name)) {
      throw new UserError(
        'waiver.unexpected_file',
        `${where}: not read as waivers; expected *.yaml directly in ${FOLDER}`,
        'Rename the file, or remove it.',
      );
    }
    const file = await readDocument(tree, path, WaiverFile);
    for (const waiver of file?.waivers ?? []) {
      instantOfDay(waiver.expires, `${where}: waiver ${waiver.id}: expires`);
      all.push({ waiver, where });
    }
  }
  const found = [...mistakes(all)];
  const [first] = found;
  if (first !== undefined) throw found.length === 1 ? first : new UserErrors(found);
  return all.map(({ waiver }) => waiver).sort((a, b) => byCodeUnit(a.id, b.id));
}
