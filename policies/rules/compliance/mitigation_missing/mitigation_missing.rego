# METADATA
# scope: package
# title: Personal data without its mitigation
# description: >
#   Each category of personal data that the declaration names has the mitigations that the limits ask for. A model with protected
#   attributes holds demographic data, and says so.
# custom:
#   code: compliance.mitigation_missing
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Put the mitigation in place, then declare it; or leave the data out.
#   limits: [thresholds.compliance.mitigations]
package rules.compliance.mitigation_missing

asked := object.get(input.thresholds, ["compliance", "mitigations"], {})

privacy := object.get(input.model, "privacy", {})

# `demographic/minimised`, for each mitigation of each category; a category itself where no mitigation is asked for.
required contains subject if some subject, _ in needs

needs[subject] := {"category": category, "mitigation": mitigation} if {
	some category in categories
	some mitigation in object.get(asked, category, [])
	subject := $"{category}/{mitigation}"
}

needs[category] := {"category": category, "mitigation": null} if {
	some category in categories
	count(object.get(asked, category, [])) == 0
}

categories contains category if some category in privacy.categories

categories contains "demographic" if count(input.model.protectedAttributes) > 0

not_applicable := "the model holds no personal data, by its declaration" if {
	input.model.protectedAttributes == []
	needs == {}
}

passed contains subject if {
	some subject, here in needs
	here.category in privacy.categories
	met(here.mitigation)
}

met(null)

met(mitigation) if mitigation in privacy.mitigations

facts[subject] := {"observed": "not declared", "expected": "a declared category with its mitigation", "path": $"synth/catalog/{input.model.id}.json"} if {
	some subject, _ in needs
	not subject in passed
}
