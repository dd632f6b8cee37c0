# METADATA
# scope: package
# title: Alert without a runbook
# description: >
#   Every alert of the unit links to what to do about it.
# custom:
#   code: monitoring.runbook_missing
#   severity: warn
#   message: "{subject} links to {observed}; expected {expected}"
#   fix: Write the runbook, and name its address in the declaration.
package rules.monitoring.runbook_missing

import data.lib.alerts

not_applicable := "the unit raises no alert; another check asks for them" if {
	alerts.looked_at
	alerts.all == {}
}

required contains subject if some subject, _ in alerts.all

passed contains subject if {
	some subject, alert in alerts.all
	regex.match(`^https://[^\s]+$`, alert.rule.annotations.runbook_url)
}

facts[subject] := {"observed": seen(alert.rule), "expected": "an address, https", "path": alert.path} if {
	some subject, alert in alerts.all
	not subject in passed
}

seen(rule) := url if {
	url := rule.annotations.runbook_url
} else := null
