import { parseDocument } from 'yaml';
import { UserError, messageOf } from '../errors.ts';
import { decode, readPythonJson } from '../evidence/index.ts';
import type { Importer } from './importer.ts';

/** What other tools' YAML may hold that ours may not (flow mappings, long lines), but no aliases: they can stand for any amount of data. */
function readForeignYaml(text: string, where: string): unknown {
  try {
    const document = parseDocument(text, { version: '1.1', schema: 'core', prettyErrors: true, logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new UserError(
      'import.bad_yaml',
      `${where}: ${messageOf(cause).split('\n')[0] ?? ''}; expected one YAML document without aliases`,
      'Write the file again with the tool that made it.',
      { cause },
    );
  }
}

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/**
 * A source's bytes as its importer takes them.
 * @throws UserError `json.*`, `file.*`, `import.bad_yaml`, `import.no_front_matter`
 */
export function readSource({ syntax }: Importer, bytes: Uint8Array, where: string): unknown {
  if (syntax === 'json') return readPythonJson(bytes, where);
  const text = decode(bytes, where);
  if (syntax === 'yaml') return readForeignYaml(text, where);
  const [, block] = FRONT_MATTER.exec(text) ?? [];
  if (block !== undefined) return readForeignYaml(block, where);
  throw new UserError(
    'import.no_front_matter',
    `${where}: does not start with a block between two lines "---"; expected YAML front matter`,
    'Import the README.md of the model card.',
  );
}
