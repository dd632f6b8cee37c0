# METADATA
# scope: package
# title: Fairness not reported
# description: >
#   Every declared group of every declared attribute is counted once in the evaluation, and no group beside them; every attribute has
#   all four claimed values, against the declared reference, and no other attribute has any. A high-risk binary classifier must declare
#   protected attributes and must have limits for them.
# custom:
#   code: fairness.not_reported
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Declare the attribute and its groups, and evaluate the release again with them.
package rules.fairness.not_reported

import data.lib.fairness
import data.lib.judged

# Who is harmed by a wrong answer of a high-risk classifier has to be asked, so saying nothing is not an option there.
owed if {
	input.model.riskTier == "high"
	input.model.task == "binary-classification"
}

not_applicable := fairness.reason if {
	not owed
	count(undeclared_claims) == 0
}

required contains "declaration" if owed

passed contains "declaration" if {
	owed
	is_object(fairness.limits)
	count(input.model.protectedAttributes) > 0
}

facts["declaration"] := {"observed": $"{count(input.model.protectedAttributes)} protected attributes", "expected": "at least one, with limits"} if owed

required contains subject if some subject, _ in fairness.groups

passed contains subject if {
	some subject, here in fairness.groups
	fairness.row_of(here)
}

facts[subject] := {"observed": "not exactly one row of counts", "expected": "one row of counts", "path": here.path} if {
	some subject, here in fairness.groups
	not subject in passed
}

attributes[subject] := {"release": release, "attribute": attribute} if {
	fairness.limits != null
	some release in judged.releases
	some attribute in input.model.protectedAttributes
	subject := $"{release.version}/{attribute.name}"
}

required contains subject if some subject, _ in attributes

passed contains subject if {
	some subject, here in attributes
	claim := here.release.evaluation.fairness[here.attribute.name]
	claim.reference == here.attribute.reference
	every metric in fairness.metrics {
		is_number(claim[metric])
	}
	undeclared(here) == set()
}

# A claim about an attribute that is not declared: somebody measures it, and nobody judges it.
undeclared_claims contains subject if {
	fairness.limits != null
	some release in judged.releases
	some name, _ in judged.evaluation(release).fairness
	not name in {attribute.name | some attribute in input.model.protectedAttributes}
	subject := $"{release.version}/{name}"
}

required contains subject if some subject in undeclared_claims

facts[subject] := {"observed": "fairness claimed for an attribute that is not declared", "expected": "a declared attribute"} if {
	some subject in undeclared_claims
}

undeclared(here) := {row.group |
	some row in here.release.evaluation.groups
	row.attribute == here.attribute.name
} - {group | some group in here.attribute.groups}

facts[subject] := {"observed": concat(", ", lacks(here)), "expected": expected, "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in attributes
	not subject in passed
	expected := $"four values against {here.attribute.reference}, and declared groups only"
}

# What is wrong with the claims about an attribute, in words.
lacks(here) := array.concat(
	array.concat(
		[$"no {metric}" | some metric in fairness.metrics; not is_number(object.get(claim, metric, null))],
		[$"against {claim.reference}" | claim.reference != here.attribute.reference],
	),
	[$"group {group} is not declared" | some group in undeclared(here)],
) if {
	claim := object.get(judged.evaluation(here.release), ["fairness", here.attribute.name], {})
}
