# METADATA
# scope: package
# title: Token of the cluster's API
# description: >
#   No pod that serves, measures or gates has a token for the cluster's API; pods of workflows report their results with one, and those of
#   an EventSource or a Sensor start workflows.
# custom:
#   code: serving.token_mounted
#   severity: deny
#   message: "{subject}: automountServiceAccountToken is {observed}; expected {expected}"
#   fix: Set automountServiceAccountToken to false.
package rules.serving.token_mounted

import data.lib.pods

expectation := false

not_applicable := pods.none

required contains subject if some subject, _ in pods.pods

passed contains subject if {
	some subject, here in pods.pods
	is_object(here.pod)
	reports(here)
}

reports(here) if here.pod.automountServiceAccountToken == false

reports(here) if here.workflow == true

# The template of an EventSource or a Sensor: its controller mounts what it needs.
reports(here) if "container" in object.keys(here.pod)

seen(here) := value if {
	value := here.pod.automountServiceAccountToken
} else := null

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.pods
	not subject in passed
}
