import type { Check } from './check.ts';

export const checkProtectedAttributes: Check = ({ protectedAttributes }, { mistakes }) => {
  const attributes = new Set<string>();
  for (const { name, groups, reference } of protectedAttributes) {
    if (attributes.has(name)) mistakes.note('protectedAttributes', name, 'expected each attribute once', 'Remove one of the two.');
    attributes.add(name);
    if (!groups.includes(reference)) {
      mistakes.note(
        `protectedAttributes.${name}.reference`,
        reference,
        `expected one of its groups, ${groups.join(', ')}`,
        'Choose the reference among the groups.',
      );
    }
  }
};
