import type { GateReport } from '../contracts/gate-report.ts';

export interface RenderOptions {
  /** The text goes to a terminal that shows colours. */
  readonly color: boolean;
  /** How long judging took. */
  readonly seconds: number;
}

/** A report as text in one format, ending with a line end. Same report and options, same text. */
export type Renderer = (report: GateReport, options: RenderOptions) => string;
