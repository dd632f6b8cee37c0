package rules.compliance.mitigation_missing_test

import data.rules.compliance.mitigation_missing

unit(categories, mitigations) := {
	"model": {"id": "churn", "protectedAttributes": [], "privacy": {"categories": categories, "mitigations": mitigations}},
	"thresholds": {"compliance": {"mitigations": {"health": ["pseudonymised", "access-limited"], "demographic": ["minimised"]}}},
}

unproven(categories, mitigations) := subjects if {
	subjects := mitigation_missing.required - mitigation_missing.passed with input as unit(categories, mitigations)
}

test_all_mitigations_pass if {
	unproven(["health"], ["access-limited", "pseudonymised", "consent"]) == set()
	unproven(["contact"], []) == set()
	mitigation_missing.required == {"contact"} with input as unit(["contact"], [])
}

test_each_missing_one_is_named if {
	unproven(["health"], ["pseudonymised"]) == {"health/access-limited"}
	unproven(["health", "demographic"], []) == {"health/access-limited", "health/pseudonymised", "demographic/minimised"}
	mitigation_missing.facts["health/access-limited"].observed == "not declared" with input as unit(["health"], [])
}

test_protected_attributes_are_personal_data if {
	attributes := {"model": {"id": "churn", "protectedAttributes": [{"name": "sex"}]}, "thresholds": {}}
	mitigation_missing.required - mitigation_missing.passed == {"demographic"} with input as attributes
	named := object.union(attributes, {"model": {"privacy": {"categories": ["demographic"], "mitigations": []}}})
	mitigation_missing.passed == {"demographic"} with input as named
}

test_no_personal_data_is_said_and_only_then if {
	mitigation_missing.not_applicable == "the model holds no personal data, by its declaration" with input as {"model": {"protectedAttributes": []}, "thresholds": {}}
	not mitigation_missing.not_applicable with input as unit(["health"], [])
	not mitigation_missing.not_applicable with input as {}
}

test_a_category_with_mitigations_is_asked_for_by_them_alone if {
	mitigation_missing.required == {"demographic/minimised"} with input as unit(["demographic"], [])
}
