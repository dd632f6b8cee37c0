# METADATA
# scope: package
# title: Writable root file system
# description: >
#   Every container has a root file system that is read only; what must be written goes to a volume.
# custom:
#   code: serving.writable_root_filesystem
#   severity: deny
#   message: "{subject}: readOnlyRootFilesystem is {observed}; expected {expected}"
#   fix: Set readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.
package rules.serving.writable_root_filesystem

import data.lib.pods

expectation := true

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	here.container.securityContext.readOnlyRootFilesystem == true
}

own(here) := value if {
	value := here.container.securityContext.readOnlyRootFilesystem
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": own(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
