# METADATA
# scope: package
# title: Nobody is told
# description: >
#   For errors, latency, missing replicas and drift, and for fairness where it has limits, a rule of the unit raises an alert that names
#   this model, its environment and how urgent it is.
# custom:
#   code: monitoring.no_alert
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Run synth; it writes an alert for every limit.
#   limits: [thresholds.serving, thresholds.drift, thresholds.fairness]
package rules.monitoring.no_alert

import data.lib.alerts

# What is alerted on, and the names that alerts of it have.
signals["errors"] := `Error`

signals["latency"] := `Latency`

signals["availability"] := `Replica|Unavailable|Down`

signals["drift"] := `Drift`

signals["fairness"] := `Parity|Impact|Opportunity|Odds|Fairness` if {
	input.thresholds.fairness != null
	count(input.model.protectedAttributes) > 0
}

required contains signal if some signal, _ in signals

passed contains signal if {
	some signal, name in signals
	some alert in alerts.all
	regex.match(name, alert.rule.alert)
	alerts.about_this_model(alert.rule)
}

facts[signal] := {"observed": "no alert", "expected": "an alert about this model, with its environment and severity", "path": alerts.file} if {
	some signal, _ in signals
	not signal in passed
}
