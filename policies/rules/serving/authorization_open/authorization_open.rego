# METADATA
# scope: package
# title: Callers that nobody named
# description: >
#   Every way in that an AuthorizationPolicy of the unit allows names the callers by identity: never everybody, and never by path alone.
# custom:
#   code: serving.authorization_open
#   severity: deny
#   message: "{subject} lets in {observed}; expected {expected}"
#   fix: Name the service accounts of the callers.
package rules.serving.authorization_open

import data.lib.manifests

expectation := "callers by namespace and service account"

judged[subject] := manifest if {
	some manifest in manifests.of("security.istio.io", "AuthorizationPolicy")
	subject := manifests.file(manifest)
}

not_applicable := "the unit has no AuthorizationPolicy; another check asks for one" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	restricts(manifest.object.spec)
}

# What denies, or hands the question on, lets nobody in.
restricts(spec) if spec.action in {"CUSTOM", "DENY"}

restricts(spec) if {
	object.get(spec, "action", "ALLOW") == "ALLOW"
	rules := object.get(spec, "rules", [])
	is_array(rules)
	every rule in rules {
		count(rule.from) > 0
		every one in rule.from {
			count(one.source.principals) > 0
			every principal in one.source.principals {
				regex.match(`^[a-z0-9.-]+/ns/[a-z0-9-]+/sa/[a-z0-9*.-]+$`, principal)
			}
		}
	}
}

sources(spec) := [object.get(rule, "from", "everybody") | some rule in object.get(spec, "rules", [])]

facts[subject] := {"observed": sources(manifest.object.spec), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
