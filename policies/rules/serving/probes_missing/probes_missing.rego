# METADATA
# scope: package
# title: Probes not set
# description: >
#   Every container that serves for long has a readiness, a liveness and a startup probe, each on a port that the container declares. Steps
#   of a workflow, jobs and init containers end by themselves and need none.
# custom:
#   code: serving.probes_missing
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Set the probes in the declaration, and run synth.
package rules.serving.probes_missing

import data.lib.num
import data.lib.pods

probes := ["readinessProbe", "livenessProbe", "startupProbe"]

expectation := "a readiness, a liveness and a startup probe on declared ports"

serving[subject] := here if {
	some subject, here in pods.containers
	here.long_running == true
}

required contains subject if some subject, _ in serving

required contains subject if some subject, _ in pods.expected

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in serving
	every probe in probes {
		asks(here.container, here.container[probe])
	}
}

asks(container, probe) if {
	startswith(probe.httpGet.path, "/")
	declared(container, probe.httpGet.port)
}

asks(container, probe) if declared(container, probe.tcpSocket.port)

asks(container, probe) if declared(container, probe.grpc.port)

asks(_, probe) if count(probe.exec.command) > 0

# A probe on a port that nothing listens on would never succeed.
declared(container, port) if {
	some open in container.ports
	num.between(open.containerPort, 1, 65535)
	port in [open.containerPort, object.get(open, "name", null)]
	port != null
}

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": $"without {concat(", ", missing(here.container))}", "expected": expectation, "path": here.path} if {
	some subject, here in serving
	not subject in passed
}

missing(container) := [probe | some probe in probes; not usable(container, probe)]

usable(container, probe) if asks(container, container[probe])
