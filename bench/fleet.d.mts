/** Objects a unit that there is a declaration for. */
export declare const OBJECTS: readonly number[];
/** Makes the repository, synthesizes and commits it. @returns the models' ids */
export declare function makeFleet(folder: string, count: number, objects: number): readonly string[];
/** @throws Error for a unit that has not as many objects as it is to have */
export declare function assertObjects(folder: string, ids: readonly string[], objects: number): void;
