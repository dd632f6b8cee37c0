# METADATA
# scope: package
# title: Port of the host or below 1024
# description: >
#   No container opens a port of its node, and none a port below 1024, which only root may open.
# custom:
#   code: serving.privileged_port
#   severity: deny
#   message: "{subject}: ports are {observed}; expected {expected}"
#   fix: Open a port from 1024 on, and leave hostPort out.
package rules.serving.privileged_port

import data.lib.num
import data.lib.pods

expectation := "ports from 1024 on, none of the host"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	is_object(here.container)
	every port in ports(here.container) {
		num.between(port.containerPort, 1024, 65535)
		object.get(port, "hostPort", 0) == 0
	}
}

# Whatever stands there: what is no list proves nothing.
ports(container) := list if {
	list := object.get(container, "ports", [])
	is_array(list)
}

seen(here) := value if {
	value := here.container.ports
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
