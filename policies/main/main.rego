# METADATA
# scope: package
# title: The one door
# description: >
#   Every check's answer, by code. A new check is found by its package, rules.<topic>.<check>, without being registered; a topic stands in the list
#   below, and a check of one that does not is missed, which is an error. A rule for each topic: all checks in one would be a function that takes
#   longer to compile than all others together.
#   The engine fails what is required and not passed; nothing is subtracted here, where an error would make it vanish.
package main

# METADATA
# entrypoint: true
report[code] := answer(check) if {
	not input.platform
	some topic, checks in topics
	some name, check in checks
	code := concat(".", [topic, name])
}

# Checks of the topic `platform` are about what is no unit, and no others are.
report[code] := answer(check) if {
	input.platform
	some name, check in platform_checks
	code := concat(".", ["platform", name])
}

answer(check) := {
	"required": check.required,
	"passed": check.passed,
	"inconclusive": object.get(check, "inconclusive", []),
	"facts": check.facts,
	"not_applicable": object.get(check, "not_applicable", null),
}

topics := {
	"card": card_checks,
	"compliance": compliance_checks,
	"data": data_checks,
	"drift": drift_checks,
	"fairness": fairness_checks,
	"metrics": metrics_checks,
	"monitoring": monitoring_checks,
	"portfolio": portfolio_checks,
	"privacy": privacy_checks,
	"promotion": promotion_checks,
	"provenance": provenance_checks,
	"rollout": rollout_checks,
	"serving": serving_checks,
}

default card_checks := {}

card_checks := data.rules.card

default compliance_checks := {}

compliance_checks := data.rules.compliance

default data_checks := {}

data_checks := data.rules.data

default drift_checks := {}

drift_checks := data.rules.drift

default fairness_checks := {}

fairness_checks := data.rules.fairness

default metrics_checks := {}

metrics_checks := data.rules.metrics

default monitoring_checks := {}

monitoring_checks := data.rules.monitoring

default platform_checks := {}

platform_checks := data.rules.platform

default portfolio_checks := {}

portfolio_checks := data.rules.portfolio

default privacy_checks := {}

privacy_checks := data.rules.privacy

default promotion_checks := {}

promotion_checks := data.rules.promotion

default provenance_checks := {}

provenance_checks := data.rules.provenance

default rollout_checks := {}

rollout_checks := data.rules.rollout

default serving_checks := {}

serving_checks := data.rules.serving
