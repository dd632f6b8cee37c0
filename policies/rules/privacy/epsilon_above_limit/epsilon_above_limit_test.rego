package rules.privacy.epsilon_above_limit_test

import data.rules.privacy.epsilon_above_limit

unit(privacy) := {
	"model": {"id": "churn", "privacy": {"categories": ["health"], "mitigations": ["differential-privacy"]}},
	"thresholds": {"privacy": {"maxEpsilon": 8, "maxDelta": 0.00001}},
	"stable": {"version": "1.0.0", "evaluation": {"privacy": privacy}},
	"candidate": null,
}

undeclared := {"model": {"id": "churn"}, "thresholds": {}, "stable": {"version": "1.0.0", "evaluation": {}}, "candidate": null}

test_a_cost_on_the_limit_passes if {
	epsilon_above_limit.passed == {"1.0.0/epsilon", "1.0.0/delta"} with input as unit({"epsilon": 8, "delta": 0.00001})
}

test_a_greater_cost_is_not_proven if {
	every privacy in [{"epsilon": 8.001, "delta": 0}, {"epsilon": "1", "delta": 0}, {"epsilon": -1, "delta": 0}, {"delta": 0}] {
		epsilon_above_limit.required - epsilon_above_limit.passed == {"1.0.0/epsilon"} with input as unit(privacy)
	}
	epsilon_above_limit.required - epsilon_above_limit.passed == {"1.0.0/delta"} with input as unit({"epsilon": 1, "delta": 0.1})
	epsilon_above_limit.facts["1.0.0/epsilon"] == {"observed": 9, "expected": 8, "path": "models/churn/versions/1.0.0/evaluation.json"} with input as unit({"epsilon": 9, "delta": 0})
}

test_a_declared_mitigation_has_to_be_measured if {
	count(epsilon_above_limit.required - epsilon_above_limit.passed) == 2 with input as object.union(unit({}), {"stable": {"evaluation": null}})
}

test_a_claim_without_a_limit_is_not_proven if {
	claim := object.union(undeclared, {"stable": {"evaluation": {"privacy": {"epsilon": 0.1, "delta": 0}}}})
	epsilon_above_limit.required - epsilon_above_limit.passed == {"1.0.0/epsilon", "1.0.0/delta"} with input as claim
}

test_no_claim_is_said_and_only_then if {
	epsilon_above_limit.not_applicable == "no release claims differential privacy" with input as undeclared
	not epsilon_above_limit.not_applicable with input as unit({})
}
