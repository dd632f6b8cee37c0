/** One run: wall and CPU seconds, and the most memory that its processes had at one time, in MiB. */
export interface Measured {
  readonly wall: number;
  readonly cpu: number;
  readonly mib: number;
}
/** Runs a command to its end. */
export declare function measure(command: string, args: readonly string[]): Promise<Measured>;
