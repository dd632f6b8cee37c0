package lib.claims_test

import data.lib.claims
import data.lib.signatures_test as fixture

# Every set that has a check of its own, by the names in which an evaluation differs.
found := [name |
	some name, subjects in {
		"artifact": claims.artifact,
		"data_sets": claims.data_sets,
		"evaluation": claims.evaluation,
		"image": claims.image,
		"misnamed": object.keys(claims.misnamed),
		"missing": object.keys(claims.missing),
		"edited": claims.edited,
		"settings": claims.settings,
		"unexpected": object.keys(claims.unexpected),
	}
	subjects != set()
]

test_what_is_as_it_should_be_is_in_none if {
	found == [] with input as fixture.unit
	claims.exact == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	claims.explained == set() with input as fixture.unit
}

names := {"artifact", "evaluation-data", "evaluation.json", "image", "release.yaml", "training-data"}

test_whatever_differs_in_part_is_explained if {
	every one in names {
		every other in names {
			claims.explained == {"1.0.0/evaluation"} with input as fixture.about_other({one: "y", other: "z"})
			claims.explained == {"1.0.0/evaluation"} with input as fixture.about_other({name: $"new {name}" | some name in (names - {one})})
		}
	}
}

test_what_has_nothing_in_common_is_in_none if {
	claims.explained == set() with input as fixture.about_other({name: $"new {name}" | some name in names})
	claims.exact == {"1.0.0/provenance", "1.0.0/sbom"} with input as fixture.about_other({name: $"new {name}" | some name in names})
}

test_each_difference_has_one_name if {
	found == ["artifact"] with input as fixture.about_other({"artifact": "z"})
	found == ["artifact"] with input as fixture.about_other({"artifact": "z", "release.yaml": "y"})
	found == ["image"] with input as fixture.about_other({"image": "z", "release.yaml": "y"})
	found == ["data_sets"] with input as fixture.about_other({"training-data": "z", "release.yaml": "y"})
	found == ["data_sets"] with input as fixture.about_other({"evaluation-data": "z", "evaluation.json": "y"})
	found == ["settings"] with input as fixture.about_other({"release.yaml": "z"})
	found == ["edited"] with input as fixture.about_other({"evaluation.json": "z"})
	found == ["evaluation"] with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z", "evaluation-data": "y"}})
	found == ["evaluation"] with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z"}})
	found == ["artifact"] with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"artifact": "z"}})
	found == ["missing"] with input as fixture.unit with input.signatures["1.0.0"].statements.sbom.statement.subjects as {"artifact": "z", "release.yaml": "c"}
	found == ["artifact", "edited"] with input as fixture.about_other({"artifact": "z", "evaluation.json": "y"})
	found == ["misnamed"] with input as fixture.about_other({"artifact": "b", "image": "a"})
	found == ["misnamed"] with input as fixture.about_other({"artifact": "b", "image": "z"})
	found == ["missing"] with input as fixture.without("image")
	found == ["missing", "unexpected"] with input as fixture.unit with input.signatures["1.0.0"].statements.sbom.statement.subjects as {"artifact": "a", "release.yaml": "c", "other": "z"}
}

test_every_difference_is_explained if {
	claims.explained == {"1.0.0/sbom"} with input as fixture.without("image")
	claims.explained == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
	claims.explained == {"1.0.0/evaluation"} with input as fixture.about_other({"artifact": "b", "image": "a"})
	claims.explained == {"1.0.0/evaluation"} with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z"}})
}

test_another_version_is_not_compared if {
	object.keys(claims.compared) == {"1.0.0/evaluation", "1.0.0/provenance"} with input as fixture.changed({"statement": {"version": "0.9.0"}})
	object.keys(claims.compared) == {"1.0.0/evaluation", "1.0.0/provenance"} with input as fixture.changed({"statement": {"subjects": 7}})
}

test_people_see_what_differs_alone if {
	claims.facts("1.0.0/sbom").path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.unit
	claims.facts("1.0.0/sbom").observed == {"artifact": "z"} with input as fixture.changed({"statement": {"subjects": {"artifact": "z"}}})
	claims.facts("1.0.0/sbom").expected == {"artifact": "a"} with input as fixture.changed({"statement": {"subjects": {"artifact": "z"}}})
}
