package rules.serving.namespace_wrong_test

import data.lib.units_test as units
import data.rules.serving.namespace_wrong

unproven(object) := subjects if {
	found := {"path": "synth/prod/churn/X.yaml", "object": object}
	subjects := namespace_wrong.required - namespace_wrong.passed with input as units.unit([found])
}

test_no_manifest_proves_nothing if {
	every objects in [[], null, "none"] {
		namespace_wrong.required - namespace_wrong.passed == {"manifests"} with input as units.unit(objects)
		namespace_wrong.facts == {"manifests": {"observed": "nothing", "expected": "the unit's manifests"}} with input as units.unit(objects)
	}
}

test_a_manifest_of_which_nothing_is_known_is_not_proven if {
	every object in [null, 7, "text"] {
		unproven(object) == {"X.yaml"}
	}
	namespace_wrong.facts["X.yaml"].expected == namespace_wrong.expectation with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": null}])
}

test_another_namespace_is_found if {
	unproven({"metadata": {"namespace": "models-prod"}}) == set()
	unproven({"metadata": {"namespace": "default"}}) == {"X.yaml"}
	unproven({"metadata": {}}) == {"X.yaml"}
	unproven({"metadata": {"namespace": null}}) == {"X.yaml"}
	namespace_wrong.facts["X.yaml"].observed == "default" with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": {"metadata": {"namespace": "default"}}}])
}

test_the_default_namespace_is_never_right if {
	lax := object.union(units.unit([{"path": "X.yaml", "object": {"metadata": {"namespace": "default"}}}]), {"model": {"environments": [{"name": "prod", "namespace": "default"}]}})
	namespace_wrong.required - namespace_wrong.passed == {"X.yaml"} with input as lax
	absent := object.union(units.unit([{"path": "X.yaml", "object": {"metadata": {"namespace": null}}}]), {"model": {"environments": [{"name": "prod", "namespace": null}]}})
	namespace_wrong.required - namespace_wrong.passed == {"X.yaml"} with input as absent
}
