package rules.data.contract_mismatch_test

import data.rules.data.contract_mismatch

column(name, type, nullable) := {"name": name, "type": type, "nullable": nullable}

amount := column("amount", "double", false)

purpose := column("purpose", "string", true)

unit(fields, signature) := {
	"model": {"id": "loans", "data": {"contract": {"schema": {"id": "loans.closed", "version": "2.1.0", "fields": fields}}}},
	"stable": {"version": "1.0.0", "release": {"features": ["amount", "purpose"], "signature": signature}},
	"candidate": null,
}

both := [amount, purpose]

unproven(fields, signature) := subjects if {
	subjects := contract_mismatch.required - contract_mismatch.passed with input as unit(fields, signature)
}

told(fields, signature) := facts if {
	facts := contract_mismatch.facts with input as unit(fields, signature)
}

test_a_contract_that_gives_what_the_server_takes_passes if {
	contract_mismatch.required == {"1.0.0", "1.0.0/amount", "1.0.0/purpose"} with input as unit(both, both)
	unproven(both, both) == set()
	unproven([purpose, column("more", "binary", true), amount], both) == set()
	told(both, both) == {}
}

test_a_missing_field_is_told if {
	unproven([purpose], both) == {"1.0.0/amount"}
	told([purpose], both) == {"1.0.0/amount": {
		"observed": "in no field of the contract, or in two",
		"expected": "a field of loans.closed 2.1.0 that the server can take",
		"path": "models/loans/versions/1.0.0/release.yaml",
	}}
	unproven([amount, amount, purpose], both) == {"1.0.0/amount"}
	unproven([], both) == {"1.0.0/amount", "1.0.0/purpose"}
}

test_a_wrong_type_is_told_and_one_that_fits_is_not if {
	unproven([column("amount", "string", false), purpose], both) == {"1.0.0/amount"}
	told([column("amount", "string", false), purpose], both)["1.0.0/amount"].observed == "string, where the server takes double"
	every pair in [["integer", "long"], ["integer", "double"], ["float", "double"], ["long", "long"]] {
		unproven([column("amount", pair[0], false), purpose], [column("amount", pair[1], false), purpose]) == set()
	}
	every pair in [["long", "integer"], ["long", "double"], ["double", "float"], ["integer", "float"], ["integer", "string"], [null, null], [7, 7]] {
		unproven([column("amount", pair[0], false), purpose], [column("amount", pair[1], false), purpose]) == {"1.0.0/amount"}
	}
}

test_nulls_where_the_server_takes_none_are_told if {
	unproven([column("amount", "double", true), purpose], both) == {"1.0.0/amount"}
	told([column("amount", "double", true), purpose], both)["1.0.0/amount"].observed == "nullable, where the server takes no null"
	unproven([amount, column("purpose", "string", false)], both) == set()
	every value in [null, "false", 0] {
		unproven([column("amount", "double", value), purpose], both) == {"1.0.0/amount"}
		unproven([amount, purpose], [amount, column("purpose", "string", value)]) == {"1.0.0/purpose"}
	}
	unproven([object.remove(amount, ["nullable"]), purpose], both) == {"1.0.0/amount"}
}

test_everything_that_is_wrong_is_told_at_once if {
	told([column("amount", "string", true), purpose], both)["1.0.0/amount"].observed == "nullable, where the server takes no null and string, where the server takes double"
}

test_a_signature_is_about_the_features_in_their_order if {
	unproven(both, [purpose, amount]) == {"1.0.0"}
	unproven(both, [amount]) == {"1.0.0", "1.0.0/purpose"}
	unproven(both, [amount, purpose, column("more", "string", true)]) == {"1.0.0"}
	unproven(both, [amount, amount, purpose]) == {"1.0.0", "1.0.0/amount"}
	told(both, [purpose, amount]) == {"1.0.0": {
		"observed": "without a signature of its features in their order",
		"expected": "one column for each feature",
		"path": "models/loans/versions/1.0.0/release.yaml",
	}}
	told(both, [amount])["1.0.0/purpose"].observed == "in no column of the signature, or in two"
}

test_without_a_signature_nothing_is_proven if {
	every signature in [null, [], {}, "amount"] {
		unproven(both, signature) == {"1.0.0", "1.0.0/amount", "1.0.0/purpose"}
	}
	bare := object.union(object.remove(unit(both, both), ["stable"]), {"stable": {"version": "1.0.0", "release": null}})
	contract_mismatch.required == {"1.0.0"} with input as bare
	contract_mismatch.passed == set() with input as bare
	nothing := object.union(object.remove(unit(both, both), ["stable"]), {"stable": {"version": "1.0.0", "release": {}}})
	contract_mismatch.passed == set() with input as nothing
}

test_a_candidate_is_asked_too if {
	two := object.union(unit(both, both), {"candidate": {"version": "1.1.0", "release": {"features": ["amount"], "signature": [column("amount", "integer", false)]}}})
	contract_mismatch.required - contract_mismatch.passed == {"1.1.0/amount"} with input as two
	contract_mismatch.facts["1.1.0/amount"].path == "models/loans/versions/1.1.0/release.yaml" with input as two
}

test_it_says_why_it_does_not_apply if {
	silent := json.remove(unit(both, both), ["model/data/contract/schema/fields"])
	contract_mismatch.not_applicable == "no data contract names the fields of its rows" with input as silent
	contract_mismatch.required == set() with input as silent
	contract_mismatch.passed == set() with input as silent
	contract_mismatch.facts == {} with input as silent
	none := json.remove(unit(both, both), ["model/data"])
	contract_mismatch.not_applicable == "no data contract names the fields of its rows" with input as none
	not contract_mismatch.not_applicable with input as unit(both, both)
	not contract_mismatch.not_applicable with input as {}
}
