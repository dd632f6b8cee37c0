type Part = Record<string, unknown>;

const ONE = ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then', 'unevaluatedProperties'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const MAPS = ['patternProperties', 'properties'];

/** Shorter parts are checked where they stand: a reference to them is as long. */
const WORTH_SHARING = 60;

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Place {
  readonly part: Part;
  readonly put: (instead: Part) => void;
}

/** The schemas directly inside of one, each with a way to put another in its place. */
function within(part: Part): readonly Place[] {
  const found: Place[] = [];
  const add = (holder: Part | unknown[], key: string | number): void => {
    const inner: unknown = (holder as Part)[key];
    if (isPart(inner)) found.push({ part: inner, put: (instead) => ((holder as Part)[key] = instead) });
  };
  for (const keyword of ONE) add(part, keyword);
  for (const keyword of LISTS) {
    const list = part[keyword];
    if (Array.isArray(list))
      list.forEach((_, index) => {
        add(list, index);
      });
  }
  for (const keyword of MAPS) {
    const map = part[keyword];
    if (isPart(map)) for (const name of Object.keys(map)) add(map, name);
  }
  return found;
}

/**
 * The same schema with every part that stands in it more than once moved to `$defs`, so that one function checks it wherever it stands:
 * a whole schema in which everything is written out compiles to megabytes, which each start would have to read.
 * @param schema without `$ref` and `$defs` of its own
 */
export function shareParts(schema: object): Part {
  const root = JSON.parse(JSON.stringify(schema)) as Part;
  const times = new Map<string, number>();
  const count = (part: Part): void => {
    const text = JSON.stringify(part);
    const seen = times.get(text) ?? 0;
    times.set(text, seen + 1);
    // What stands in a part that was seen before is shared with it.
    if (seen === 0)
      within(part).forEach((inner) => {
        count(inner.part);
      });
  };
  count(root);
  const definitions: Part = {};
  const names = new Map<string, string>();
  const share = (holder: Part): void => {
    for (const { part, put } of within(holder)) {
      const text = JSON.stringify(part);
      if (text.length < WORTH_SHARING || times.get(text) === 1) {
        share(part);
        continue;
      }
      const known = names.get(text);
      const name = known ?? `part${String(names.size)}`;
      put({ $ref: `#/$defs/${name}` });
      if (known !== undefined) continue;
      names.set(text, name);
      share(part);
      definitions[name] = part;
    }
  };
  share(root);
  return names.size === 0 ? root : { ...root, $defs: definitions };
}
