import Type, { type TSchema } from 'typebox';
import { ModelId, VersionText } from '../../contracts/common.ts';
import { parse, problems, type Of } from '../../contracts/schema.ts';
import type { SignedStatement } from '../../contracts/signed-evidence.ts';
import { PREDICATE_TYPES, Statement } from '../../contracts/statement.ts';
import { UserError } from '../../errors.ts';
import { readJson } from '../read-json.ts';

type Said = NonNullable<SignedStatement['statement']>;
interface About {
  readonly model: string | null;
  readonly version: string | null;
}

const open = { additionalProperties: true };
const Evaluated = Type.Object({ model: ModelId, version: VersionText }, open);
const Built = Type.Object(
  {
    buildDefinition: Type.Object({ externalParameters: Type.Object({ model: ModelId, version: VersionText }, open) }, open),
  },
  open,
);
const Listed = Type.Object(
  { metadata: Type.Object({ component: Type.Object({ name: ModelId, version: VersionText }, open) }, open) },
  open,
);

function fitting<S extends TSchema>(schema: S, read: (value: Of<S>) => About): (predicate: unknown) => About {
  return (predicate) => (problems(schema, predicate).length === 0 ? read(predicate as Of<S>) : { model: null, version: null });
}

/** Where each type of predicate says which model and version it is about. */
const ABOUT: ReadonlyMap<string, (predicate: unknown) => About> = new Map([
  [PREDICATE_TYPES.evaluation, fitting(Evaluated, ({ model, version }) => ({ model, version }))],
  [
    PREDICATE_TYPES.provenance,
    fitting(Built, ({ buildDefinition: { externalParameters } }) => ({
      model: externalParameters.model,
      version: externalParameters.version,
    })),
  ],
  [PREDICATE_TYPES.sbom, fitting(Listed, ({ metadata: { component } }) => ({ model: component.name, version: component.version }))],
]);

/**
 * What a payload says, read strictly. Only for payloads whose signature is good.
 * @throws UserError `statement.duplicate_subject`; UserErrors `schema.invalid`; what `readJson` throws
 */
export function readStatement(payload: Uint8Array, where: string): Said {
  const inside = `${where}, its payload`;
  const { value, locate } = readJson(payload, inside);
  const { subject, predicateType, predicate } = parse(Statement, value, inside, locate);
  const subjects = new Map(subject.map(({ name, digest }) => [name, digest.sha256]));
  if (subjects.size !== subject.length) {
    throw new UserError(
      'statement.duplicate_subject',
      `${inside}: a subject is named twice; expected each name once`,
      'Sign the evidence again with `npx modelgate evidence sign`.',
    );
  }
  const about = ABOUT.get(predicateType)?.(predicate) ?? { model: null, version: null };
  return { predicateType, ...about, subjects: Object.fromEntries(subjects) };
}
