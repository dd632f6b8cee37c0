import { EnforcementFile } from '../contracts/enforcement.ts';
import { BreakGlassFile, type BreakGlass } from '../contracts/break-glass.ts';
import type { Instant } from '../contracts/common.ts';
import type { RolesFile } from '../contracts/roles.ts';
import { UserError, UserErrors } from '../errors.ts';
import { readDocument } from './document.ts';
import { ENFORCEMENT_FILE } from './enforcement.ts';
import { instantOf, instantOfDay, instantOfSeconds } from './instant.ts';
import { readRoles, ROLES_FILE } from './roles.ts';
import { placeIn, type Tree } from './tree.ts';

export const BREAK_GLASS_FOLDER = 'policies/break-glass/';
const DAY = 86_400;

interface Opened {
  readonly file: BreakGlassFile;
  readonly where: string;
  readonly seen: BreakGlass;
}

const person = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/**
 * Every emergency that was written down, by `<model>/<environment>`. How long one may last and who may approve it is asked until it is over: what was right
 * then stays right when people and rules change.
 * @throws UserErrors `break_glass.*`, `time.invalid`; what `readDocument` and `readRoles` throw
 */
export async function readBreakGlass(tree: Tree, now: Instant): Promise<ReadonlyMap<string, readonly BreakGlass[]>> {
  const all: Opened[] = [];
  const wrong: UserError[] = [];
  for (const path of await tree.list(BREAK_GLASS_FOLDER)) {
    const name = path.slice(BREAK_GLASS_FOLDER.length);
    if (name === 'README.md' || name === '.gitkeep') continue;
    const where = placeIn(tree, path);
    const file = await readDocument(tree, path, BreakGlassFile);
    if (file === null || name !== `${file.id}.yaml`) {
      wrong.push(
        new UserError(
          'break_glass.unexpected_file',
          `${where}: expected ${file === null ? 'a file' : `the name ${file.id}.yaml, after its id`}, directly in ${BREAK_GLASS_FOLDER}`,
          'Rename the file, or remove it.',
        ),
      );
      continue;
    }
    const seen = {
      id: file.id,
      digest: file.digest,
      incident: file.incident,
      reason: file.reason,
      requestedBy: file.requestedBy,
      approvedBy: file.approvedBy,
      from: instantOf(file.from, `${where}: from`),
      until: instantOf(file.until, `${where}: until`),
      reviewBy: instantOfSeconds(instantOfDay(file.reviewBy, `${where}: reviewBy`).seconds + DAY - 1),
      reviewed: file.review !== undefined,
    };
    all.push({ file, where, seen });
    wrong.push(...selfMistakes(file, seen, where));
  }
  const open = all.filter(({ seen }) => seen.until.seconds >= now.seconds);
  if (open.length > 0) {
    const [enforcement, roles] = [await readDocument(tree, ENFORCEMENT_FILE, EnforcementFile), await readRoles(tree)];
    wrong.push(...open.flatMap((one) => openMistakes(one, enforcement, roles, tree)));
  }
  if (wrong.length > 0) throw new UserErrors(wrong);
  const byUnit = new Map<string, BreakGlass[]>();
  for (const { file, seen } of all) {
    const unit = `${file.model}/${file.environment}`;
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), seen]);
  }
  return byUnit;
}

/** What the file alone says, whenever it is read. */
function selfMistakes(file: BreakGlassFile, { from, until, reviewBy }: BreakGlass, where: string): readonly UserError[] {
  const wrong: UserError[] = [];
  if (until.seconds <= from.seconds) {
    wrong.push(
      new UserError(
        'break_glass.no_time',
        `${where}: until is ${file.until}; expected a moment after ${file.from}`,
        'Say from when until when.',
      ),
    );
  }
  if (reviewBy.seconds < until.seconds) {
    wrong.push(
      new UserError(
        'break_glass.review_too_early',
        `${where}: reviewBy is ${file.reviewBy}; expected a day on which it is over, at ${file.until}`,
        'Name a later day.',
      ),
    );
  }
  if (person(file.requestedBy) === person(file.approvedBy)) {
    wrong.push(
      new UserError(
        'break_glass.self_approved',
        `${where}: ${JSON.stringify(file.requestedBy)} asks and approves; expected two people`,
        'Let somebody else approve it.',
      ),
    );
  }
  if (file.review === undefined) return wrong;
  const on = instantOfDay(file.review.on, `${where}: review.on`);
  if (person(file.review.by) === person(file.requestedBy) || on.seconds + DAY <= from.seconds) {
    wrong.push(
      new UserError(
        'break_glass.no_review',
        `${where}: review is by ${JSON.stringify(file.review.by)} on ${file.review.on}; expected somebody else than ${JSON.stringify(file.requestedBy)}, not before ${file.from}`,
        'Let somebody else look back at it.',
      ),
    );
  }
  return wrong;
}

/** What is asked of one that is not over. */
function openMistakes(
  { file, where, seen }: Opened,
  enforcement: EnforcementFile | null,
  roles: RolesFile,
  tree: Tree,
): readonly UserError[] {
  const allowed = enforcement?.breakGlass;
  if (allowed === undefined) {
    return [
      new UserError(
        'break_glass.not_allowed',
        `${where}: opens an emergency; expected breakGlass in ${placeIn(tree, ENFORCEMENT_FILE)}, which says for how long one may last`,
        'Allow emergencies there in a pull request of its own, or remove the file.',
      ),
    ];
  }
  const wrong: UserError[] = [];
  const hours = (seen.until.seconds - seen.from.seconds) / 3600;
  if (hours > allowed.maxHours) {
    wrong.push(
      new UserError(
        'break_glass.too_long',
        `${where}: lasts ${String(Math.round(hours * 100) / 100)} hours; expected at most ${String(allowed.maxHours)}`,
        'Let it end sooner.',
      ),
    );
  }
  const days = (seen.reviewBy.seconds - seen.until.seconds) / DAY;
  if (days >= allowed.reviewDays + 1) {
    wrong.push(
      new UserError(
        'break_glass.review_too_late',
        `${where}: reviewBy is ${file.reviewBy}; expected at most ${String(allowed.reviewDays)} days after ${file.until}`,
        'Name an earlier day.',
      ),
    );
  }
  const having = (roles.roles[roles.secondRole] ?? []).map(person);
  if (!having.includes(person(file.approvedBy)) || having.includes(person(file.requestedBy))) {
    wrong.push(
      new UserError(
        'break_glass.wrong_role',
        `${where}: ${JSON.stringify(file.requestedBy)} asks and ${JSON.stringify(file.approvedBy)} approves; expected the approval of one who has the role ${roles.secondRole} in ${placeIn(tree, ROLES_FILE)}, and a request of one who has it not`,
        `Let one of ${having.join(', ')} approve what somebody without that role asks for.`,
      ),
    );
  }
  return wrong;
}
