# METADATA
# scope: package
# title: Secret in an environment variable
# description: >
#   No container has a secret in its environment: not as a reference, which every child process and crash report sees, and not as a value.
#   Secrets are mounted as files.
# custom:
#   code: serving.secret_in_environment
#   severity: deny
#   message: "{subject}: {observed} hold secrets; expected {expected}"
#   fix: Mount the Secret as a file, and read it from there.
package rules.serving.secret_in_environment

import data.lib.pods

expectation := "no variable that holds a secret"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	is_object(here.container)
	every variable in variables(here.container, "env") {
		harmless(variable)
	}
	every source in variables(here.container, "envFrom") {
		object.keys(source) - {"configMapRef", "prefix"} == set()
	}
}

# Whatever stands there: what is no list proves nothing.
variables(container, key) := list if {
	list := object.get(container, key, [])
	is_array(list)
}

telling := `(?i)(^|_)(password|passwd|secret|token|api_?key|access_?key|private_?key|credentials?)$`

harmless(variable) if {
	is_string(variable.name)
	regex.match(telling, variable.name) == false
	regex.match(`(?i)secret.*key`, variable.name) == false
	not from_secret(variable)
}

from_secret(variable) if "secretKeyRef" in object.keys(variable.valueFrom)

seen(here) := [object.get(variable, "name", null) | some variable in here.container.env; not harmless(variable)] if {
	is_object(here.container)
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
