/** JSON data with fields. */
export type Data = Readonly<Record<string, unknown>>;
/** One unit of the fleet as a peer is given it. */
export interface PeerUnit {
  readonly id: string;
  /** What the model declares. */
  readonly values: Data;
  /** What synth wrote for it. */
  readonly objects: readonly unknown[];
}
/** Reads a unit of prod from a fleet. */
export declare function unitOf(folder: string, id: string): PeerUnit;
