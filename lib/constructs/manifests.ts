import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { messageOf, UserError, UserErrors } from '../errors.ts';
import { identityProblems } from './names.ts';
import { TypedObject } from './typed-object.ts';

/** One resource as plain JSON data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

function byKindThenName(one: Manifest, other: Manifest): number {
  if (one.kind !== other.kind) return one.kind < other.kind ? -1 : 1;
  return one.metadata.name < other.metadata.name ? -1 : 1;
}

/** What no manifest may be, whoever declares it: what is in git is read by everybody who reads the repository. */
function refused(where: string, { kind }: ApiObject): readonly UserError[] {
  if (kind === 'Secret') {
    return [
      new UserError(
        'manifest.secret',
        `${where}: kind is "Secret"; expected an ExternalSecret, which names the secret and holds no value`,
        'Declare it: secrets: [externalSecret(name, { keys: [...] })].',
      ),
    ];
  }
  if (kind.endsWith('List')) {
    return [
      new UserError(
        'manifest.list',
        `${where}: kind is ${JSON.stringify(kind)}; expected one object, because Argo CD would apply whatever is inside`,
        'Declare each object of its own.',
      ),
    ];
  }
  return [];
}

/**
 * The objects under `scope`, ordered by kind and name, so that the order of declarations does not show.
 * @param namespace where each of them has to be; null where an object may be elsewhere
 * @throws UserErrors for failed validations, unsafe names, Secrets, lists, foreign namespaces, two objects of one kind and name (they would be
 * one file), and values that JSON cannot hold
 */
export function manifestsUnder(scope: Construct, namespace: string | null): readonly Manifest[] {
  const errors: UserError[] = [];
  const manifests: Manifest[] = [];
  const seen = new Map<string, string>();
  for (const construct of scope.node.findAll()) {
    const where = construct.node.path;
    for (const problem of construct.node.validate()) {
      errors.push(new UserError('construct.invalid', `${where}: ${problem}`, 'Correct the declaration.'));
    }
    if (!(construct instanceof ApiObject)) continue;

    const unsafe = identityProblems(where, construct);
    errors.push(...unsafe);
    errors.push(...refused(where, construct));
    const identity = `${construct.kind}.${construct.name}`;
    const twin = seen.get(identity);
    if (twin !== undefined) {
      errors.push(
        new UserError(
          'manifest.duplicate',
          `${where}: ${identity} is declared at ${twin} too; expected each kind and name once`,
          'Rename one of the two.',
        ),
      );
    }
    seen.set(identity, where);
    if (namespace !== null && construct.metadata.namespace !== namespace) {
      errors.push(
        new UserError(
          'manifest.foreign_namespace',
          `${where}: namespace is ${JSON.stringify(construct.metadata.namespace)}; expected ${namespace}, the unit's own`,
          'Leave metadata.namespace out.',
        ),
      );
    }
    if (unsafe.length > 0) continue;
    try {
      manifests.push((TypedObject.is(construct) ? construct.render() : construct.toJson()) as Manifest);
    } catch (error) {
      errors.push(
        new UserError('manifest.unwritable', `${where}: ${messageOf(error)}; expected plain JSON data`, 'Give the object plain data.', {
          cause: error,
        }),
      );
    }
  }
  if (errors.length > 0) throw new UserErrors(errors);
  return manifests.sort(byKindThenName);
}
