# METADATA
# scope: package
# title: Alerts
# description: Rules of the unit that tell somebody, by file and name.
package lib.alerts

import data.lib.manifests

looked_at if manifests.looked_at

all[subject] := {"rule": rule, "path": object.get(manifest, "path", null)} if {
	some manifest in manifests.of("monitoring.coreos.com", "PrometheusRule")
	some group in manifest.object.spec.groups
	some rule in group.rules
	"alert" in object.keys(rule)
	subject := $"{manifests.file(manifest)}/{rule.alert}"
}

# It names this model in this environment and says how urgent it is; what it asks has the model's name in it.
about_this_model(rule) if {
	rule.labels.model == input.model.id
	rule.labels.environment == input.environment
	rule.labels.severity in {"page", "ticket"}
	contains(rule.expr, input.model.id)
}

# Where alerts are, or where they would be.
file := $"synth/{input.environment}/{input.model.id}/PrometheusRule.{input.model.id}.yaml"
