import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { emitYaml } from '../contracts/canonical-yaml.ts';
import { JudgedManifest } from '../contracts/gate-input.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors, messageOf } from '../errors.ts';
import { MAX_DEPTH } from './read-yaml.ts';
import { decode, place } from './text.ts';

/** The types of js-yaml 4 do not know `maxDepth`. */
const OPTIONS = { schema: CORE_SCHEMA, maxDepth: MAX_DEPTH };
const FIX = 'Run `npx modelgate synth` and commit what it writes.';

/** First line of every file that synthesis writes for a model. */
export function markerOf(model: string): string {
  return `# modelgate: generated from models/${model}/model.ts; do not edit`;
}

/** First line of every file that synthesis writes from the configuration. */
export const SHARED_MARKER = '# modelgate: generated from modelgate.config.ts; do not edit';

/**
 * A manifest in the one spelling that synthesis writes. Every other is refused, so that no reader (Argo CD's, Kubernetes', this one)
 * can find another meaning in the same bytes. A manifest changed by hand but still canonical is judged as it is.
 * @param path relative to the repository, as the policies see it
 * @param model whose manifest it is; null for what no model has for itself
 * @throws UserError `manifest.not_canonical`, `manifest.not_an_object`, `file.*`
 */
export function readManifest(bytes: Uint8Array, path: string, model: string | null): JudgedManifest {
  const text = decode(bytes, path);
  const marker = `${model === null ? SHARED_MARKER : markerOf(model)}\n`;
  if (!text.startsWith(marker)) {
    throw notCanonical(
      `${path}:1:1: first line ${JSON.stringify((text.split('\n', 1)[0] ?? '').slice(0, 120))}; expected ${JSON.stringify(marker.trim())}`,
    );
  }
  const body = text.slice(marker.length);
  let object: unknown;
  let canonical: string;
  try {
    object = load(body, OPTIONS);
    canonical = emitYaml(object);
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
  if (canonical !== body) {
    const offset = firstDifference(canonical, body);
    throw notCanonical(
      `${path}${place(text, marker.length + offset)}: ${show(body, offset)}; synth writes ${show(canonical, offset)} there`,
    );
  }
  const manifest = { path, object };
  const [first, ...others] = problems(JudgedManifest, manifest).map(
    ({ pointer, message }) =>
      new UserError('manifest.not_an_object', `${path}: ${pointer.replace('/object', '') || 'the document'} ${message}`, FIX),
  );
  if (first !== undefined) throw others.length === 0 ? first : new UserErrors([first, ...others]);
  return manifest as JudgedManifest;
}

function unreadable(path: string, thrown: unknown): UserError {
  // The types say that a mark is always there; "more than one document" has none. The marker is line 1 and no part of the body.
  const mark = thrown instanceof YAMLException ? (thrown.mark as YAMLException['mark'] | undefined) : undefined;
  const at = mark === undefined ? path : `${path}:${String(mark.line + 2)}:${String(mark.column + 1)}`;
  const reason = thrown instanceof YAMLException ? thrown.reason : messageOf(thrown);
  return notCanonical(`${at}: ${reason}; expected YAML as synth writes it`, thrown);
}

function notCanonical(message: string, cause?: unknown): UserError {
  return new UserError('manifest.not_canonical', message, FIX, cause === undefined ? undefined : { cause });
}

function firstDifference(a: string, b: string): number {
  let offset = 0;
  while (offset < a.length && a[offset] === b[offset]) offset++;
  return offset;
}

/** The rest of the line at `offset`, short enough for a message. */
function show(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the file';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 77)}...` : line);
}
