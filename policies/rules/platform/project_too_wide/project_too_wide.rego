# METADATA
# scope: package
# title: Argo CD project without bounds
# description: >
#   Every AppProject names its repositories, its clusters and namespaces and the kinds that may come from them, without a wildcard; of what holds in the
#   whole cluster it lets nothing but namespaces through. None is Argo CD's own project `default`.
# custom:
#   code: platform.project_too_wide
#   severity: deny
#   message: "{subject} lets through {observed}; expected {expected}"
#   fix: Name what the project is for.
package rules.platform.project_too_wide

import data.lib.manifests
import data.lib.platform

not_applicable := platform.of_environment

files := platform.files("argoproj.io", "AppProject")

required contains "manifests" if input.platform.environment == null

required contains file if {
	input.platform.environment == null
	some file, _ in files
}

passed contains "manifests" if {
	"manifests" in required
	manifests.looked_at
}

passed contains file if {
	some file, manifest in files
	file in required
	spec := manifest.object.spec
	manifest.object.metadata.name != "default"
	platform.named(spec.sourceRepos)
	count(spec.destinations) > 0
	every destination in spec.destinations {
		platform.named([destination.server, destination.namespace, object.get(destination, "name", destination.server)])
	}
	count(spec.namespaceResourceWhitelist) > 0
	every entry in spec.namespaceResourceWhitelist {
		platform.named([entry.group, entry.kind])
	}
	{$"{entry.group}/{entry.kind}" | some entry in spec.clusterResourceWhitelist} - {"/Namespace"} == set()
	count(wide & object.keys(spec)) == 0
}

# Fields that take back what the others say.
wide := {"sourceNamespaces", "destinationServiceAccounts", "clusterResourceBlacklist", "namespaceResourceBlacklist"}

facts[file] := {"observed": observed, "expected": "repositories, namespaces and kinds by name", "path": manifest.path} if {
	some file, manifest in files
	input.platform.environment == null
	observed := object.filter(manifest.object.spec, ["sourceRepos", "destinations", "clusterResourceWhitelist"])
}
