# METADATA
# scope: package
# title: Resources not set
# description: >
#   Every container says how much processor and memory it asks for and is held to, all above zero.
# custom:
#   code: serving.resources_missing
#   severity: deny
#   message: "{subject}: resources are {observed}; expected {expected}"
#   fix: Set requests and limits for cpu and memory.
package rules.serving.resources_missing

import data.lib.pods

expectation := "requests and limits of cpu and memory"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	every kind in ["requests", "limits"] {
		every resource in ["cpu", "memory"] {
			above_zero(here.container.resources[kind][resource])
		}
	}
}

# Kubernetes quantities: 500m, 1, 0.5, 512Mi.
above_zero(quantity) if {
	regex.match(`^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$`, quantity)
	regex.match(`[1-9]`, quantity)
}

above_zero(quantity) if {
	is_number(quantity)
	quantity > 0
}

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": object.get(here.container, "resources", null), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
