# METADATA
# scope: package
# title: Text of people
# description: Whether a text says something. Every text within a value counts, wherever it stands.
package lib.text

import data.lib.num

# Least length, in characters, of a text that says something: "See the wiki." does not.
substance := 20

# Says something as a whole, has no blank text and no empty list.
substantial(value) if {
	lengths := [count(trim_space(leaf)) | walk(value, [_, leaf]); is_string(leaf)]
	num.at_least(sum(lengths), substance)
	min(lengths) > 0
	empty_lists := [list | walk(value, [_, list]); is_array(list); count(list) == 0]
	empty_lists == []
}

# What people leave behind when they mean to come back. In angle brackets: a word to replace, but no address and no link.
placeholder := concat("", ["(?i)", concat("|", [
	`\b(todo|tbd|fixme|placeholder|xxx+|lorem\s+ipsum)\b`,
	`(^|[^a-z0-9])n/a([^a-z0-9]|$)`,
	`\[more information needed\]`,
	`<\s*\.\.\.\s*>`,
	`<[a-z][^<>@:]*>`,
])])

# Every text within a value by its position, `ethics/0/risk`.
by_position(value) := {position(path): leaf | walk(value, [path, leaf]); is_string(leaf)}

position(path) := concat("/", [$"{step}" | some step in path])

free_of_placeholders(text) if {
	is_string(text)
	regex.match(placeholder, text) == false
}
