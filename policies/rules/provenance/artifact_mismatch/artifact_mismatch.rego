# METADATA
# scope: package
# title: Evidence, release and manifests do not belong together
# description: >
#   Evaluation and release speak of this model, version and task and of the same artifact, and the serving workload runs the image of the
#   release that should be served: the candidate where there is one, else the stable release. A model file that comes as a volume or by an
#   address is that release's too.
# custom:
#   code: provenance.artifact_mismatch
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Evaluate and release the same artifact, then run synth.
package rules.provenance.artifact_mismatch

import data.lib.judged
import data.lib.manifests
import data.lib.pods

required contains subject if some subject, _ in claims

passed contains subject if {
	some subject, here in claims
	count(here.observed) > 0
	every seen in here.observed {
		seen == here.expected
	}
	here.expected != null
}

facts[subject] := {"observed": shown(here.observed), "expected": here.expected, "path": here.path} if {
	some subject, here in claims
}

# One word where all say the same.
shown(observed) := observed[0] if {
	count({seen | some seen in observed}) == 1
} else := observed

claims[subject] := {
	"observed": [object.get(judged.evaluation(release), ["subject", "artifactSha256"], null)],
	"expected": object.get(judged.recorded(release), ["artifact", "sha256"], null),
	"path": judged.evaluation_file(release.version),
} if {
	some release in judged.releases
	subject := $"{release.version}/artifact"
}

claims[subject] := {
	"observed": [object.get(document, "model", null) | some document in [judged.evaluation(release), judged.recorded(release)]],
	"expected": input.model.id,
	"path": judged.evaluation_file(release.version),
} if {
	some release in judged.releases
	subject := $"{release.version}/model"
}

claims[subject] := {
	"observed": [object.get(document, "version", null) | some document in [judged.evaluation(release), judged.recorded(release)]],
	"expected": release.version,
	"path": judged.evaluation_file(release.version),
} if {
	some release in judged.releases
	subject := $"{release.version}/version"
}

claims[subject] := {
	"observed": [object.get(judged.evaluation(release), "task", null)],
	"expected": input.model.task,
	"path": judged.evaluation_file(release.version),
} if {
	some release in judged.releases
	subject := $"{release.version}/task"
}

claims[subject] := {"observed": served_images, "expected": expected_image, "path": judged.releases_file} if {
	count(addressed) == 0
	subject := $"{judged.served.version}/image"
}

# Names of the container that serves, the second of them KServe's; others beside it bring their own images.
servers := {"server", "kserve-container"}

# Images, without their tags, of the serving containers that the declaration expects; null for one that is missing.
served_images := [image_of(workload) |
	some workload in serving
]

serving := [workload |
	some workload in manifests.expected_workloads
	workload.kind in pod_kinds
	count(servers & {name | some name in workload.containers}) > 0
]

pod_kinds := {"Deployment", "InferenceService", "Rollout", "Service"}

image_of(workload) := image if {
	found := [container.image | some container in pod_of(workload).containers; container.name in servers]
	count(found) == 1
	[name, digest] := split(found[0], "@")
	segments := split(name, "/")
	last := split(segments[count(segments) - 1], ":")[0]
	image := $"{concat("/", array.concat(array.slice(segments, 0, count(segments) - 1), [last]))}@{digest}"
} else := null

pod_of(workload) := pods.pod(manifests.found(workload.kind, workload.name).object, workload.kind)

# The model file as a volume: the one named "model" of every serving pod is the release's own.
claims[subject] := {
	"observed": [volume_of(workload) | some workload in serving],
	"expected": object.get(judged.recorded(judged.served), ["artifact", "volume", "digest"], null),
	"path": judged.releases_file,
} if {
	input.model.modelVolume.from == "oci-image"
	subject := $"{judged.served.version}/volume"
}

volume_of(workload) := digest if {
	[reference] := [volume.image.reference | some volume in pod_of(workload).volumes; volume.name == "model"]
	[_, digest] := split(reference, "@")
} else := null

# The model file from an address: the container that fetches it compares it with the release's checksum.
claims[subject] := {
	"observed": [checksum_of(workload) | some workload in serving],
	"expected": object.get(judged.recorded(judged.served), ["artifact", "sha256"], null),
	"path": judged.releases_file,
} if {
	input.model.modelVolume.from == "download"
	subject := $"{judged.served.version}/download"
}

checksum_of(workload) := checksum if {
	[args] := [container.args | some container in pod_of(workload).initContainers; container.name == "fetch-model"]
	[checksum] := [args[index + 1] | some index, argument in args; argument == "--sha256"]
} else := null

# A server that loads a file by its address and compares nothing: the address itself has to say which bytes it stands for.
claims[subject] := {
	"observed": [address_of(workload) | some workload in addressed],
	"expected": content_address,
	"path": judged.releases_file,
} if {
	count(addressed) > 0
	subject := $"{judged.served.version}/address"
}

addressed := [workload | some workload in manifests.expected_workloads; workload.kind == "Model"]

address_of(workload) := address if {
	address := manifests.found(workload.kind, workload.name).object.spec.storageUri
} else := null

content_address := url if {
	artifact := judged.recorded(judged.served).artifact
	url := artifact.url
	contains(url, artifact.sha256)
} else := null

expected_image := $"{image.repository}@{image.digest}" if {
	image := judged.served.release.image
	image.digest != null
} else := null
