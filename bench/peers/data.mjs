// JSON data: reading a place, taking and leaving fields, merging.

/** What is at a place, or undefined. */
export const at = (value, keys) => keys.reduce((inner, key) => inner?.[key], value);

/** The fields of these names that are there. */
export const pick = (value, ...names) =>
  Object.fromEntries(names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]));

/** All fields but those of these names. */
export const omit = (value, ...names) => Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));

/** Two structs field by field, the second before the first; as Helm merges values. */
export function merged(first, second) {
  const isStruct = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isStruct(first) || !isStruct(second)) return second;
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in second ? (key in first ? merged(first[key], second[key]) : second[key]) : first[key]]),
  );
}
