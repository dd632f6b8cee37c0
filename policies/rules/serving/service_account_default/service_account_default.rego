# METADATA
# scope: package
# title: Service account of everybody
# description: >
#   Every pod names a service account of its own: what the default account may do, everything in the namespace may do.
# custom:
#   code: serving.service_account_default
#   severity: deny
#   message: "{subject} runs as {observed}; expected {expected}"
#   fix: Name a service account of its own.
package rules.serving.service_account_default

import data.lib.pods

expectation := "a service account of its own"

not_applicable := pods.none

required contains subject if some subject, _ in pods.pods

passed contains subject if {
	some subject, here in pods.pods
	account := here.pod.serviceAccountName
	regex.match(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`, account)
	account != "default"
	overriding(here) == []
}

# Steps of a workflow that ask for another account than the workflow's.
overriding(here) := [template.serviceAccountName |
	some template in object.get(here.pod, "templates", [])
	template.serviceAccountName != here.pod.serviceAccountName
]

seen(here) := array.concat([object.get(here.pod, "serviceAccountName", null)], overriding(here)) if {
	is_object(here.pod)
} else := null

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.pods
	not subject in passed
}
