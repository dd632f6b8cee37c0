/** A value that a team declares or a platform sets once. */
export declare class Ref {
  readonly root: string;
  readonly keys: readonly (string | Ref)[];
  readonly negated: boolean;
}
/** A text of literals and references. */
export declare class Text {
  readonly parts: readonly (string | Ref)[];
}
/** A struct: fields of its own, and blocks by name that others have in common with it. */
export declare class Struct {
  readonly entries: readonly (readonly [string | Ref | Text, unknown])[];
  readonly blocks: readonly string[];
}
/** For each item of a declared list, some items. */
export declare class Each {
  readonly list: Ref;
  readonly as: string;
  readonly body: readonly unknown[];
}
/** Lists after each other. */
export declare class Concat {
  readonly lists: readonly unknown[];
}
/** A value as a JSON text. */
export declare class Json {
  readonly value: unknown;
}
