/**
 * What judges, and what runs it: folders end with a slash. Whoever changes one of these changes the gate, so a second role has to agree, and
 * CODEOWNERS gives them to it whatever a pattern above says.
 */
export const GUARDED = [
  'policies/',
  '.github/',
  '.gitlab/',
  '.ci/',
  '.gitlab-ci.yml',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  'action.yml',
  'modelgate.config.ts',
  'package.json',
  'package-lock.json',
  '.npmrc',
] as const;
