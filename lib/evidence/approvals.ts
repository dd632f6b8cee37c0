import { readFile } from 'node:fs/promises';
import { ApprovalsFile, type GivenApprovals } from '../contracts/approvals.ts';
import { parse } from '../contracts/schema.ts';
import { messageOf, UserError } from '../errors.ts';
import { readJson } from './read-json.ts';

/**
 * Reads who approved a change, as a trusted job wrote it down.
 * @param commit the commit that is judged: approvals of another one are none
 * @throws UserError `approvals.unreadable`, `approvals.other_commit`; UserErrors `schema.invalid` and what `readJson` throws
 */
export async function readApprovals(file: string, commit: string): Promise<GivenApprovals> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new UserError(
      'approvals.unreadable',
      `${file}: ${messageOf(cause)}; expected a file of approvals`,
      'Name the file that the forge was asked for.',
      {
        cause,
      },
    );
  }
  const { value, locate } = readJson(bytes, file);
  const { commit: approved, author, given } = parse(ApprovalsFile, value, file, locate);
  if (approved === commit) return { author, given };
  throw new UserError(
    'approvals.other_commit',
    `${file}: approves ${approved}; expected ${commit}, the commit that is judged`,
    'Ask for approval again: a push takes it back.',
  );
}
