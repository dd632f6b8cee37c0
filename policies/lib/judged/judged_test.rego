package lib.judged_test

import data.lib.judged

test_a_candidate_is_judged_beside_the_stable_release if {
	unit := {"stable": {"version": "1.0.0"}, "candidate": {"version": "1.1.0"}}
	judged.versions == {"1.0.0", "1.1.0"} with input as unit
	judged.served.version == "1.1.0" with input as unit
}

test_without_a_candidate_the_stable_release_is_served if {
	unit := {"stable": {"version": "1.0.0"}, "candidate": null}
	judged.versions == {"1.0.0"} with input as unit
	judged.served.version == "1.0.0" with input as unit
}

test_without_a_stable_release_nothing_is_said if not judged.releases with input as {"candidate": null}

test_an_absent_file_reads_as_empty if {
	every release in [{}, {"evaluation": null, "release": null}] {
		judged.evaluation(release) == {}
		judged.recorded(release) == {}
	}
	judged.evaluation({"evaluation": {"task": "forecast"}}).task == "forecast"
	judged.recorded({"release": {"version": "1.0.0"}}).version == "1.0.0"
}

test_no_card_is_said_only_when_every_release_lacks_one if {
	judged.no_card with input as {"stable": {"card": null}, "candidate": {}}
	not judged.no_card with input as {"stable": {"card": null}, "candidate": {"card": {}}}
	not judged.no_card with input as {}
}

test_files_are_named_from_the_root if {
	unit := {"model": {"id": "churn"}}
	judged.card_file == "models/churn/card.yaml" with input as unit
	judged.release_file("1.0.0") == "models/churn/versions/1.0.0/release.yaml" with input as unit
	judged.evaluation_file("1.0.0") == "models/churn/versions/1.0.0/evaluation.json" with input as unit
	judged.releases_file == "models/churn/releases.yaml" with input as unit
}

test_without_releases_nothing_is_said_about_cards if not judged.no_card with input as {"stable": null, "candidate": null}
