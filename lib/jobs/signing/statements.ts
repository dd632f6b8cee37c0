import { PREDICATE_TYPES, STATEMENT_TYPE, type Statement, type StatementName } from '../../contracts/statement.ts';
import { evaluationPredicate } from './evaluation-predicate.ts';
import { mlBom } from './ml-bom.ts';
import { provenancePredicate } from './provenance-predicate.ts';
import { evaluationSubjects, releaseSubjects, type Signed } from './subjects.ts';

/** Every statement about a release, made from its two files alone: the same files and builder give the same statements. */
export function statementsOf(signed: Signed, builder: string): readonly (readonly [StatementName, Statement])[] {
  const made = (name: StatementName, subject: Statement['subject'], predicate: object): readonly [StatementName, Statement] => [
    name,
    { _type: STATEMENT_TYPE, subject, predicateType: PREDICATE_TYPES[name], predicate },
  ];
  return [
    made('evaluation', evaluationSubjects(signed), evaluationPredicate(signed)),
    made('provenance', releaseSubjects(signed), provenancePredicate(signed, builder)),
    made('sbom', releaseSubjects(signed), mlBom(signed)),
  ];
}
