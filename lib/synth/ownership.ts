const MARK = '# modelgate: generated from ';

/** First line of a manifest that synthesis wrote. @param source the declaration, relative to the repository */
export function marker(source: string): string {
  return `${MARK}${source}; do not edit\n`;
}

const CATALOG = /^synth\/catalog\/([^/]+)\.json$/;

/**
 * Whether synthesis wrote a file below `synth/`, so that it may be replaced or removed: manifests say so in their first line,
 * catalog entries (JSON has no comments) by their format and id.
 */
export function isOwn(path: string, bytes: Buffer): boolean {
  const id = CATALOG.exec(path)?.[1];
  if (id === undefined) return bytes.subarray(0, MARK.length).equals(Buffer.from(MARK));
  try {
    const entry: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof entry !== 'object' || entry === null || !('id' in entry) || !('schemaVersion' in entry)) return false;
    return entry.id === id && typeof entry.schemaVersion === 'string' && entry.schemaVersion.startsWith('modelgate.dev/model/');
  } catch {
    return false;
  }
}
