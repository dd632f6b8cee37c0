import { closest } from '../closest.ts';
import type { Check } from '../contracts/check.ts';
import { isPlatformCheck } from '../contracts/platform-check.ts';
import { UserError } from '../errors.ts';
import { sortedJson } from '../sorted-json.ts';

const NAME = /^([a-z]+)\/([a-z][a-z0-9_]*)$/;
const LEAST = 100;

/** What a unit is judged by; a repository may have more. */
const TOPICS = [
  'card',
  'compliance',
  'data',
  'drift',
  'fairness',
  'metrics',
  'monitoring',
  'privacy',
  'promotion',
  'provenance',
  'rollout',
  'serving',
] as const;

/**
 * A first version of a check that compiles, is tested and has all samples: its author changes what it asks.
 * @param name `topic/check`
 * @param present checks that the repository has; their topics are known. What begins here is asked about units, so one of no unit is none of them
 * @returns text by path, relative to the repository
 * @throws UserError `policy.bad_name`, `policy.unknown_topic`
 */
export function scaffoldCheck(name: string, present: readonly Pick<Check, 'code'>[]): Readonly<Record<string, string>> {
  const [, topic = '', check = ''] = NAME.exec(name) ?? [];
  if (check === '') {
    throw new UserError(
      'policy.bad_name',
      `${JSON.stringify(name)}: is no name for a check; expected topic/check in lower case, with _ between words, such as data/too_few_rows`,
      'Name it after what it finds wrong.',
    );
  }
  const topics = new Set<string>([
    ...TOPICS,
    ...present.filter((one) => !isPlatformCheck(one)).flatMap(({ code }) => code.split('.').slice(0, 1)),
  ]);
  if (!topics.has(topic)) {
    const listed = [...topics].sort();
    const near = closest(topic, listed);
    throw new UserError(
      'policy.unknown_topic',
      `${JSON.stringify(name)}: ${topic} is no topic of units' checks; expected one of ${listed.join(', ')}`,
      near === null ? 'Put the check under the topic that its readers would look in.' : `Did you mean ${near}/${check}?`,
    );
  }
  const folder = `policies/rules/${topic}/${check}`;
  return {
    [`${folder}/${check}.rego`]: rule(topic, check),
    [`${folder}/${check}_test.rego`]: test(topic, check),
    [`${folder}/samples/allowed.json`]: sample('As many rows as the check asks for', LEAST, '"passed": ["1.0.0", "1.1.0"]'),
    [`${folder}/samples/denied.json`]: sample('A row less than the check asks for', LEAST - 1, '"failed": ["1.1.0"]'),
    [`${folder}/samples/edges.json`]: edges(),
  };
}

function rule(topic: string, check: string): string {
  return `# METADATA
# scope: package
# title: Too few rows held out
# description: Every judged release was evaluated on enough rows. Write here what yours asks, and why.
# custom:
#   code: ${topic}.${check}
#   severity: deny
#   message: "{subject} was evaluated on {observed} rows; expected at least {expected}"
#   fix: Hold out more rows.
package rules.${topic}.${check}

import data.lib.judged
import data.lib.num

least := ${String(LEAST)}

# What the check must speak about. It only iterates: what errs would vanish unseen.
required contains release.version if some release in judged.releases

# What it can prove; the engine fails the difference.
passed contains release.version if {
	some release in judged.releases
	num.at_least(release.evaluation.dataset.rows, least)
}

facts[release.version] := {"observed": observed, "expected": least, "path": judged.evaluation_file(release.version)} if {
	some release in judged.releases
	observed := object.get(judged.evaluation(release), ["dataset", "rows"], null)
}
`;
}

function test(topic: string, check: string): string {
  return `package rules.${topic}.${check}_test

import data.rules.${topic}.${check}

unit(rows) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"dataset": {"rows": rows}}},
	"candidate": null,
}

test_enough_rows_pass if ${check}.passed == {"1.0.0"} with input as unit(${String(LEAST)})

test_anything_else_is_not_proven if {
	every rows in [${String(LEAST - 1)}, "${String(LEAST)}", null] {
		${check}.required - ${check}.passed == {"1.0.0"} with input as unit(rows)
	}
	${check}.facts["1.0.0"].observed == ${String(LEAST - 1)} with input as unit(${String(LEAST - 1)})
}
`;
}

function sample(title: string, rows: number, expectation: string): string {
  return `{
  "title": "${title}",
  "patch": [{ "op": "replace", "path": "/candidate/evaluation/dataset/rows", "value": ${String(rows)} }],
  "expect": { ${expectation} }
}
`;
}

function edges(): string {
  const at = '/candidate/evaluation/dataset/rows';
  const set = (rows: unknown) => ({ op: 'replace', path: at, value: rows });
  return sortedJson({
    absent: { title: 'No word about rows', patch: [{ op: 'remove', path: at }], expect: { failed: ['1.1.0'] } },
    wrong_type: { title: 'A number in words', patch: [set(String(LEAST))], expect: { failed: ['1.1.0'] } },
    on_limit: { title: 'The least number', patch: [set(LEAST)], expect: { passed: ['1.0.0', '1.1.0'] } },
    beyond_limit: { title: 'One row less', patch: [set(LEAST - 1)], expect: { failed: ['1.1.0'] } },
  });
}
