/** Of the pieces of a comment, lower is kept first when room is short. Denials of every unit come before the tables of any. */
export const RANK = {
  denial: 0,
  approval: 1,
  change: 2,
  warning: 3,
  list: 4,
  reach: 5,
  judgedMetrics: 6,
  groups: 7,
  manifests: 8,
  commands: 9,
  note: 10,
  metrics: 11,
} as const;

/** Subjects of one check, files of one kind and lines of one table that are listed by name. */
export const LISTED = 25;
