# METADATA
# scope: package
# title: Promotion in a freeze
# description: >
#   No change brings a version here on days on which the limits freeze this environment. Putting a version back is always allowed.
# custom:
#   code: promotion.frozen
#   severity: deny
#   message: "{subject} comes on {observed}; expected a day outside {expected}"
#   fix: Wait until the freeze is over.
#   limits: [thresholds.promotion.freeze]
package rules.promotion.frozen

import data.lib.judged
import data.lib.promotion

windows := object.get(input.thresholds, ["promotion", "freeze"], [])

not_applicable := "no base commit was given to compare with" if input.change.compared == false

not_applicable := "no days are frozen here" if {
	input.change.compared == true
	windows == []
}

not_applicable := "the change promotes nothing here" if {
	input.change.compared == true
	windows != []
	promotion.promoted == set()
}

required contains version if {
	input.change.compared == true
	windows != []
	some version in promotion.promoted
}

today := substring(input.now.at, 0, 10)

day := `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`

# Days are written in one way, so that the order of texts is the order of days.
passed contains version if {
	some version in required
	regex.match(day, today)
	every window in windows {
		outside(window)
	}
}

outside(window) if {
	regex.match(day, window.from)
	today < window.from
}

outside(window) if {
	regex.match(day, window.to)
	today > window.to
}

facts[version] := {"observed": object.get(input.now, "at", null), "expected": windows, "path": judged.releases_file} if some version in required
