import type { TSchema } from 'typebox';
import { parse, problems, type Of } from '../../contracts/schema.ts';
import type { SignedStatement } from '../../contracts/signed-evidence.ts';
import {
  BillOfMaterials,
  EvaluationPredicate,
  PREDICATE_TYPES,
  ProvenancePredicate,
  Statement,
  STATEMENT_TYPE,
} from '../../contracts/statement.ts';
import { UserError } from '../../errors.ts';
import { readJson } from '../read-json.ts';

type Said = NonNullable<SignedStatement['statement']>;
type About = Pick<Said, 'model' | 'version' | 'producedAt'>;
const NOTHING: About = { model: null, version: null, producedAt: null };

function fitting<S extends TSchema>(schema: S, read: (value: Of<S>) => About): (predicate: unknown) => About {
  return (predicate) => (problems(schema, predicate).length === 0 ? read(predicate as Of<S>) : NOTHING);
}

/** Where each type of predicate says which model and version it is about. */
const ABOUT: ReadonlyMap<string, (predicate: unknown) => About> = new Map([
  [PREDICATE_TYPES.evaluation, fitting(EvaluationPredicate, ({ model, version, producedAt }) => ({ model, version, producedAt }))],
  [
    PREDICATE_TYPES.provenance,
    fitting(ProvenancePredicate, ({ buildDefinition: { externalParameters } }) => ({
      model: externalParameters.model,
      version: externalParameters.version,
      producedAt: null,
    })),
  ],
  [
    PREDICATE_TYPES.sbom,
    fitting(BillOfMaterials, ({ metadata: { component } }) => ({ model: component.name, version: component.version, producedAt: null })),
  ],
]);

/**
 * What a payload says, read strictly. Only for payloads whose signature is good.
 * @throws UserError `statement.not_json`, `statement.duplicate_key`, `statement.other_type`, `statement.no_subject`, `statement.duplicate_subject`;
 * UserErrors `schema.invalid`
 */
export function readStatement(payload: Uint8Array, where: string): Said {
  const inside = `${where}, its payload`;
  const { value, locate } = asJson(payload, inside);
  if (isObject(value) && typeof value['_type'] === 'string' && value['_type'] !== STATEMENT_TYPE) {
    throw refused('other_type', inside, `a statement of type ${JSON.stringify(value['_type'].slice(0, 80))}; expected ${STATEMENT_TYPE}`);
  }
  if (isObject(value) && Array.isArray(value['subject']) && value['subject'].length === 0) {
    throw refused('no_subject', inside, 'a statement about nothing; expected at least one subject');
  }
  const { subject, predicateType, predicate } = parse(Statement, value, inside, locate);
  const subjects = new Map(subject.map(({ name, digest }) => [name, digest.sha256]));
  if (subjects.size !== subject.length) {
    throw refused('duplicate_subject', inside, 'a subject is named twice; expected each name once');
  }
  const about = ABOUT.get(predicateType)?.(predicate) ?? NOTHING;
  return { predicateType, ...about, subjects: Object.fromEntries(subjects) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function refused(what: string, inside: string, says: string): UserError {
  return new UserError(`statement.${what}`, `${inside}: ${says}`, 'Sign the evidence again with `npx modelgate evidence sign`.');
}

/** What is no JSON was signed all the same: another offence than a file that is none. */
function asJson(payload: Uint8Array, inside: string): ReturnType<typeof readJson> {
  try {
    return readJson(payload, inside);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const what = cause.code === 'json.duplicate_key' ? 'duplicate_key' : 'not_json';
    throw new UserError(`statement.${what}`, cause.message, 'Sign the evidence again with `npx modelgate evidence sign`.', { cause });
  }
}
