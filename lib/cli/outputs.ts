import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../errors.ts';

/**
 * What a step of a pipeline hands on: one file a value, which the workflow declares as output parameters.
 * @throws UserError `output.unwritable`
 */
export async function writeOutputs(folder: string, values: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, value] of Object.entries(values)) await writeFile(path.join(folder, name), value);
  } catch (cause) {
    throw new UserError(
      'output.unwritable',
      `--outputs ${folder}: ${messageOf(cause)}; expected a folder to write to`,
      'Name another folder.',
      {
        cause,
      },
    );
  }
}
