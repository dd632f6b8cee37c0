package rules.monitoring.runbook_missing_test

import data.lib.units_test as units
import data.rules.monitoring.runbook_missing

unit(annotations) := units.unit([units.manifest("monitoring.coreos.com/v1", "PrometheusRule", "churn", {"groups": [{"rules": [
	{"record": "a"},
	{"alert": "ModelDrift", "annotations": annotations},
]}]})])

test_a_link_passes if {
	runbook_missing.passed == {"PrometheusRule.churn.yaml/ModelDrift"} with input as unit({"runbook_url": "https://runbooks.example.com/churn"})
	runbook_missing.facts == {} with input as unit({"runbook_url": "https://runbooks.example.com/churn"})
}

test_anything_else_is_not_proven if {
	every annotations in [{}, null, {"runbook_url": ""}, {"runbook_url": "see the wiki"}, {"runbook_url": "http://runbooks.example.com"}, {"runbook_url": 7}] {
		runbook_missing.required - runbook_missing.passed == {"PrometheusRule.churn.yaml/ModelDrift"} with input as unit(annotations)
		object.keys(runbook_missing.facts) == {"PrometheusRule.churn.yaml/ModelDrift"} with input as unit(annotations)
	}
}

test_no_alert_is_said_and_only_then if {
	runbook_missing.not_applicable == "the unit raises no alert; another check asks for them" with input as units.unit([units.deployment({}, {})])
	not runbook_missing.not_applicable with input as unit({})
	not runbook_missing.not_applicable with input as {}
}
