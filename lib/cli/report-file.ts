import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/**
 * The text of a gate report.
 *
 * @throws {UserError} `report.missing`
 */
export async function reportFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UserError(
      'report.missing',
      `${file}: cannot be read; expected a report written by gate --format json`,
      'Run `modelgate gate --format json --output FILE` first.',
      { cause },
    );
  }
}
