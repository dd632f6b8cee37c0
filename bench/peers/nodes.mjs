// What a unit's source is made of before a tool's own language spells it: literals as they are, structs, lists, and these.

/**
 * A value that a team declares or a platform sets once.
 * @param root `m` the model's declaration, `platform`, `shared`, or the name that an `Each` gives its items
 * @param keys names of fields from there; a key that is itself a `Ref` is looked up
 * @param sample what it is for the model that the source is made from, which tells its type
 */
export class Ref {
  constructor(root, keys, sample, negated = false) {
    Object.assign(this, { root, keys, sample, negated });
  }
}

/** A text of literals and `Ref`s. */
export class Text {
  constructor(parts) {
    this.parts = parts;
  }
}

/** A struct: fields of its own, as pairs of key (text or `Text`) and value, and blocks by name that others have in common with it. */
export class Struct {
  constructor(entries, blocks = []) {
    Object.assign(this, { entries, blocks });
  }
}

/** For each item of a declared list, some items; `body` is a list. */
export class Each {
  constructor(list, as, body) {
    Object.assign(this, { list, as, body });
  }
}

/** Lists after each other. */
export class Concat {
  constructor(lists) {
    this.lists = lists;
  }
}

/** A value as a JSON text. */
export class Json {
  constructor(value) {
    this.value = value;
  }
}
