package rules.serving.mesh_plaintext_test

import data.lib.units_test as units
import data.rules.serving.mesh_plaintext

written(spec) := units.unit([units.manifest("networking.istio.io/v1", "DestinationRule", "churn", spec)])

test_what_is_right_passes if {
	every spec in [
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}},
		{"host": "api.example.com", "trafficPolicy": {"tls": {"mode": "SIMPLE"}}},
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}, "subsets": [{"name": "a"}]},
	] {
		mesh_plaintext.passed == {"DestinationRule.churn.yaml"} with input as written(spec)
		mesh_plaintext.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "DISABLE"}}},
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "SIMPLE"}}},
		{"host": "churn.models-prod.svc.cluster.local", "trafficPolicy": {"tls": {"mode": "SIMPLE"}}},
		{"host": "churn"},
		{"host": "churn", "trafficPolicy": {"tls": {}}},
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}, "portLevelSettings": [{"port": {"number": 80}, "tls": {"mode": "DISABLE"}}]}},
		{"host": "churn", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}, "subsets": [{"name": "a", "trafficPolicy": {"tls": {"mode": "DISABLE"}}}]},
		{"host": null, "trafficPolicy": {"tls": {"mode": "SIMPLE"}}},
	] {
		mesh_plaintext.required - mesh_plaintext.passed == {"DestinationRule.churn.yaml"} with input as written(spec)
		object.keys(mesh_plaintext.facts) == {"DestinationRule.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	mesh_plaintext.not_applicable == "the unit has no DestinationRule and no PeerAuthentication" with input as units.unit([units.deployment({}, {})])
	not mesh_plaintext.not_applicable with input as written({"host": "churn", "trafficPolicy": {"tls": {"mode": "DISABLE"}}})
	not mesh_plaintext.not_applicable with input as units.unit([])
	not mesh_plaintext.not_applicable with input as {}
}

test_peers_are_strict if {
	every mode, expected in {"STRICT": set(), "PERMISSIVE": {"PeerAuthentication.churn.yaml"}} {
		peers := units.unit([units.manifest("security.istio.io/v1", "PeerAuthentication", "churn", {"mtls": {"mode": mode}})])
		mesh_plaintext.required - mesh_plaintext.passed == expected with input as peers
	}
	port := {"mtls": {"mode": "STRICT"}, "portLevelMtls": {"8080": {"mode": "DISABLE"}}}
	opened := units.unit([units.manifest("security.istio.io/v1", "PeerAuthentication", "churn", port)])
	mesh_plaintext.passed == set() with input as opened
}

test_hosts_outside_may_have_tls_of_their_own_and_hosts_of_the_cluster_may_not if {
	every mode in ["ISTIO_MUTUAL", "SIMPLE", "MUTUAL"] {
		mesh_plaintext.passed == {"DestinationRule.churn.yaml"} with input as written({"host": "api.example.com", "trafficPolicy": {"tls": {"mode": mode}}})
	}
	every host in ["churn.models-prod.svc", "churn.models-prod.svc.cluster.local", "churn"] {
		mesh_plaintext.passed == set() with input as written({"host": host, "trafficPolicy": {"tls": {"mode": "MUTUAL"}}})
	}
}

test_a_host_that_is_no_text_is_not_proven if {
	every host in [null, 7, ["churn"]] {
		mesh_plaintext.passed == set() with input as written({"host": host, "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}})
	}
}

test_a_rule_for_all_hosts_is_judged_like_one_for_a_host_of_the_cluster if {
	mesh_plaintext.passed == {"DestinationRule.churn.yaml"} with input as written({"trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}})
}
