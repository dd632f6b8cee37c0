package rules.serving.kind_not_allowed_test

import data.lib.units_test as units
import data.rules.serving.kind_not_allowed

unproven(object) := subjects if {
	found := {"path": "synth/prod/churn/X.yaml", "object": object}
	subjects := kind_not_allowed.required - kind_not_allowed.passed with input as units.unit([found])
}

test_no_manifest_proves_nothing if {
	every objects in [[], null, "none"] {
		kind_not_allowed.required - kind_not_allowed.passed == {"manifests"} with input as units.unit(objects)
		kind_not_allowed.facts == {"manifests": {"observed": "nothing", "expected": "the unit's manifests"}} with input as units.unit(objects)
	}
}

test_a_manifest_of_which_nothing_is_known_is_not_proven if {
	every object in [null, 7, "text"] {
		unproven(object) == {"X.yaml"}
	}
	kind_not_allowed.facts["X.yaml"].expected == kind_not_allowed.expectation with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": null}])
}

test_kinds_of_the_platform_are_found if {
	unproven({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}) == {"X.yaml"}
	unproven({"apiVersion": "v1", "kind": "Namespace"}) == {"X.yaml"}
	unproven({"kind": "Service"}) == {"X.yaml"}
	unproven({"apiVersion": "v1", "kind": "Service"}) == set()
}

test_facts_say_what_is_there if {
	role := {"path": "synth/prod/churn/X.yaml", "object": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}}
	kind_not_allowed.facts["X.yaml"].observed == "rbac.authorization.k8s.io/v1 Role" with input as units.unit([role])
}

test_a_manifest_that_does_not_say_what_it_is_is_unknown if {
	every object in [{"kind": "Role"}, {"apiVersion": "v1"}, {}] {
		kind_not_allowed.facts["X.yaml"].observed == "unknown" with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": object}])
	}
}
