/**
 * What a preset makes of its properties. Declarations run without a type check, as JavaScript or with values out of JSON: nothing at all
 * stands for no properties, and what is no object is handed on as it is, so that the schema tells the part, the value and what was expected.
 */
export function fromGiven<Props extends object, Made>(given: Props | undefined, make: (props: Props) => Made): Made {
  if (given === undefined) return make({} as Props);
  return isMapping(given) ? make(given) : (given as unknown as Made);
}

/** A part with its defaults; one that is no object is handed on as it is. */
export function withDefaults<Defaults extends object, Given extends object>(
  defaults: Defaults,
  given: Given | undefined,
): Defaults & Given {
  return fromGiven(given, (known) => ({ ...defaults, ...known }));
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
