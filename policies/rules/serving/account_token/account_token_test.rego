package rules.serving.account_token_test

import data.lib.units_test as units
import data.rules.serving.account_token

written(spec) := units.unit([object.union(units.manifest("v1", "ServiceAccount", "churn", {}), {"object": {"automountServiceAccountToken": spec}})])

test_what_is_right_passes if {
	every spec in [
		false,
	] {
		account_token.passed == {"ServiceAccount.churn.yaml"} with input as written(spec)
		account_token.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		true,
		null,
		"false",
		{},
	] {
		account_token.required - account_token.passed == {"ServiceAccount.churn.yaml"} with input as written(spec)
		object.keys(account_token.facts) == {"ServiceAccount.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	account_token.not_applicable == "the unit has no ServiceAccount" with input as units.unit([units.deployment({}, {})])
	not account_token.not_applicable with input as written(true)
	not account_token.not_applicable with input as units.unit([])
	not account_token.not_applicable with input as {}
}
