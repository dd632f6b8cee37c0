# METADATA
# scope: package
# title: Socket of the runtime
# description: >
#   No container mounts the socket of the container runtime, through which it could start any other container on its node.
# custom:
#   code: serving.runtime_socket
#   severity: deny
#   message: "{subject}: mounts are {observed}; expected {expected}"
#   fix: Remove the mount.
package rules.serving.runtime_socket

import data.lib.pods

expectation := "no socket of a container runtime"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	mounts := object.get(here.container, "volumeMounts", [])
	is_array(mounts)
	every mount in mounts {
		regex.match(`(docker|containerd|crio|podman)\.sock`, mount.mountPath) == false
	}
}

seen(here) := [object.get(mount, "mountPath", null) | some mount in here.container.volumeMounts] if {
	is_object(here.container)
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
