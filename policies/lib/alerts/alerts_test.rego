package lib.alerts_test

import data.lib.alerts
import data.lib.units_test as units

rule := {"alert": "ModelDrift", "expr": `drift{model="churn"} > 1`, "labels": {"model": "churn", "environment": "prod", "severity": "page"}}

unit := units.unit([units.manifest("monitoring.coreos.com/v1", "PrometheusRule", "churn", {"groups": [{"rules": [{"record": "a"}, rule, null]}]})])

test_alerts_are_found_by_file_and_name if {
	object.keys(alerts.all) == {"PrometheusRule.churn.yaml/ModelDrift"} with input as unit
	alerts.looked_at with input as unit
	alerts.file == "synth/prod/churn/PrometheusRule.churn.yaml" with input as unit
}

test_an_alert_is_about_one_model if {
	alerts.about_this_model(rule) with input as unit
	not alerts.about_this_model(object.union(rule, {"expr": `drift{model="other"} > 1`})) with input as unit
	not alerts.about_this_model(object.union(rule, {"labels": {"severity": "none"}})) with input as unit
}

test_an_alert_is_shown_with_its_file if {
	alerts.all == {"PrometheusRule.churn.yaml/ModelDrift": {"rule": rule, "path": "synth/prod/churn/PrometheusRule.churn.yaml"}} with input as unit
}

test_nothing_was_looked_at_without_manifests if not alerts.looked_at with input as units.unit([])

test_an_alert_names_its_model_its_environment_and_its_urgency if {
	alerts.about_this_model(object.union(rule, {"labels": {"severity": "ticket"}})) with input as unit
	not alerts.about_this_model(object.union(rule, {"labels": {"model": "loans"}})) with input as unit
	not alerts.about_this_model(object.union(rule, {"labels": {"environment": "dev"}})) with input as unit
}
