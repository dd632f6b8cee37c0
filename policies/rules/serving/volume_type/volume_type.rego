# METADATA
# scope: package
# title: Volume of the host
# description: >
#   Every volume is of a type that the restricted Pod Security Standard admits, or an image: nothing of the node can be mounted, its
#   runtime's socket neither.
# custom:
#   code: serving.volume_type
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Use an emptyDir, a claim, a projected volume or an image.
package rules.serving.volume_type

import data.lib.manifests
import data.lib.pods

expectation := ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"]

not_applicable := "no pod has a volume" if {
	manifests.looked_at
	pods.volumes == {}
}

required contains subject if some subject, _ in pods.volumes

passed contains subject if {
	some subject, here in pods.volumes
	types := object.keys(here.volume) - {"name"}
	count(types) == 1
	every type in types {
		type in expectation
		is_object(here.volume[type])
	}
}

facts[subject] := {"observed": seen(here.volume), "expected": expectation, "path": here.path} if {
	some subject, here in pods.volumes
	not subject in passed
}

seen(volume) := sort(object.keys(volume) - {"name"}) if {
	is_object(volume)
} else := null
