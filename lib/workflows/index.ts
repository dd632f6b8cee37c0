import { RULES } from './rules.ts';
import { readWorkflow } from './workflow.ts';

export { RULES, type Rule } from './rules.ts';

/** One departure of a workflow from the rules. */
export interface WorkflowFinding {
  readonly rule: string;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly why: string;
  readonly fix: string;
}

/**
 * Holds a workflow, or a composite action, against every rule.
 * @returns findings by line
 * @throws UserError `workflow.unreadable`
 */
export function lintWorkflow(file: string, content: string): readonly WorkflowFinding[] {
  const workflow = readWorkflow(file, content);
  return RULES.flatMap(({ name: rule, why, fix, find }) =>
    find(workflow).map((place) => ({ rule, file, line: workflow.line(place), why, fix })),
  ).toSorted((a, b) => a.line - b.line);
}
