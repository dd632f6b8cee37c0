/** How every document is parsed. `uniqueKeys` compares every key with every other: whoever judges the values looks for doubles in linear time. */
export const YAML_OPTIONS = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
