/** Names that were asked about before: models share a few, and a formatter for each of them costs more than the rest of a schedule. */
const KNOWN = new Map<string, boolean>();
const MAX_KNOWN = 1024;

/** An IANA name that this runtime knows. An offset is none: Argo silently takes it for UTC. */
export function isTimeZone(name: string): boolean {
  const known = KNOWN.get(name) ?? ask(name);
  if (KNOWN.size < MAX_KNOWN) KNOWN.set(name, known);
  return known;
}

function ask(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
