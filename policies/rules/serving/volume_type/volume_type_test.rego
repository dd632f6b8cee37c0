package rules.serving.volume_type_test

import data.lib.units_test as units
import data.rules.serving.volume_type

written(volumes) := units.unit([units.deployment({}, {"volumes": volumes})])

test_what_is_right_passes if {
	every volume in [{"name": "tmp", "emptyDir": {}}, {"name": "git", "projected": {"sources": []}}, {"name": "model", "image": {"reference": "x"}}] {
		volume_type.passed == {"Deployment.churn.yaml/volumes/0"} with input as written([volume])
		volume_type.facts == {} with input as written([volume])
	}
}

test_anything_else_is_not_proven if {
	every volume in [{"name": "host", "hostPath": {"path": "/"}}, {"name": "nothing"}, {}, {"name": "two", "emptyDir": {}, "hostPath": {}}, {"emptyDir": null}, null, "tmp"] {
		volume_type.required - volume_type.passed == {"Deployment.churn.yaml/volumes/0"} with input as written([volume])
		object.keys(volume_type.facts) == {"Deployment.churn.yaml/volumes/0"} with input as written([volume])
	}
	volume_type.required - volume_type.passed == {"Deployment.churn.yaml/volumes"} with input as written("all")
}

test_no_volume_is_said_and_only_then if {
	volume_type.not_applicable == "no pod has a volume" with input as units.unit([units.deployment({}, {})])
	not volume_type.not_applicable with input as written([null])
	not volume_type.not_applicable with input as {}
}

test_a_volume_of_two_types_is_not_proven if {
	volume_type.passed == set() with input as written([{"name": "two", "emptyDir": {}, "projected": {"sources": []}}])
}
