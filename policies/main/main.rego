# METADATA
# scope: package
# title: The one door
# description: >
#   Every check's answer, by code. A new check is found by its package, rules.<topic>.<check>, without being registered.
#   The engine fails what is required and not passed; nothing is subtracted here, where an error would make it vanish.
package main

# METADATA
# entrypoint: true
report[code] := {
	"required": check.required,
	"passed": check.passed,
	"inconclusive": object.get(check, "inconclusive", []),
	"facts": check.facts,
	"not_applicable": object.get(check, "not_applicable", null),
} if {
	some topic, name
	check := data.rules[topic][name]
	asked(topic)
	code := concat(".", [topic, name])
}

# Checks of the topic `platform` are about what is no unit, and no others are.
asked("platform") if input.platform

asked(topic) if {
	topic != "platform"
	not input.platform
}
