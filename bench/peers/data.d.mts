/** Two structs field by field, the second before the first. */
export declare function merged(first: unknown, second: unknown): unknown;
