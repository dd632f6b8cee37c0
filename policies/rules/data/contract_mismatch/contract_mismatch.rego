# METADATA
# scope: package
# title: Contract gives what the server doesn't take
# description: >
#   Where the data contract names the fields of its rows: every judged release says in its signature what the server takes, feature by feature, and for each of them the contract
#   has a field of that name, of the same type or of one that fits into it, and without nulls where the server takes none.
# custom:
#   code: data.contract_mismatch
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Train a release for the contract as it is, or agree on another version of the contract.
package rules.data.contract_mismatch

import data.lib.columns
import data.lib.judged

schema := object.get(input.model, ["data", "contract", "schema"], {})

fields := object.get(schema, "fields", null)

not_applicable := "no data contract names the fields of its rows" if fields == null

required contains release.version if {
	fields != null
	some release in judged.releases
}

required contains subject if some subject, _ in taken

# What the server takes, by feature.
taken[subject] := {"feature": feature, "path": judged.release_file(release.version)} if {
	fields != null
	some release in judged.releases
	some feature in object.get(judged.recorded(release), "features", [])
	subject := $"{release.version}/{feature}"
}

# The signature is about the features, in their order.
passed contains version if {
	some release in judged.releases
	version := release.version
	version in required
	recorded := judged.recorded(release)
	[column.name | some column in recorded.signature] == recorded.features
}

passed contains subject if {
	some subject, here in taken
	field := the(given[here.feature])
	column := the(asked[subject])
	columns.fits(field.type, column.type)
	columns.fills(field.nullable, column.nullable)
}

# By name, each with its place: looked up once for each of thousands.
given[field.name] contains [place, field] if some place, field in fields

asked[subject] contains [place, column] if {
	some release in judged.releases
	some place, column in judged.recorded(release).signature
	subject := $"{release.version}/{column.name}"
}

# The one entry of a name.
the(entries) := entry if {
	count(entries) == 1
	some [_, entry] in entries
}

lacks[subject] contains "in no field of the contract, or in two" if {
	some subject, here in taken
	not the(object.get(given, here.feature, set()))
}

lacks[subject] contains "in no column of the signature, or in two" if {
	some subject, _ in taken
	not the(object.get(asked, subject, set()))
}

lacks[subject] contains $"{field.type}, where the server takes {column.type}" if {
	some subject, here in taken
	field := the(given[here.feature])
	column := the(asked[subject])
	not columns.fits(field.type, column.type)
}

lacks[subject] contains "nullable, where the server takes no null" if {
	some subject, here in taken
	field := the(given[here.feature])
	column := the(asked[subject])
	not columns.fills(field.nullable, column.nullable)
}

facts[subject] := {"observed": concat(" and ", sort(lacks[subject])), "expected": expectation, "path": here.path} if some subject, here in taken

expectation := $"a field of {object.get(schema, "id", null)} {object.get(schema, "version", null)} that the server can take"

facts[release.version] := {
	"observed": "without a signature of its features in their order",
	"expected": "one column for each feature",
	"path": judged.release_file(release.version),
} if {
	some release in judged.releases
	release.version in required
	not release.version in passed
}
