package lib.text_test

import data.lib.text

test_twenty_characters_in_all_say_something if {
	text.substantial("Twenty characters ok")
	text.substantial({"uses": ["Ten chars."], "users": ["And these."]})
}

test_less_says_nothing if {
	not text.substantial("Nineteen characters")
	not text.substantial("  Nineteen characters  ")
	not text.substantial([])
	not text.substantial(null)
	not text.substantial(12345678901234567890123)
}

test_a_blank_text_or_an_empty_list_says_nothing if {
	not text.substantial({"uses": ["Twenty characters ok", "  "]})
	not text.substantial({"uses": ["Twenty characters ok"], "users": []})
}

test_placeholders_are_found_in_any_case_and_place if {
	every left_behind in [
		"TODO", "To be done: tbd.", "fixme later", "Lorem  ipsum dolor", "N/A", "Sensitive: n/a.",
		"[More Information Needed]", "xxx", "XXXX", "a placeholder text", "<...>", "<your name>", "Owned by <team>",
	] {
		not text.free_of_placeholders(left_behind)
	}
}

test_ordinary_text_has_none if {
	every ordinary in [
		"Mastodon and methods", "p < 0.05 and x > 3", "Jane Doe <jane@example.com>", "see <https://example.com/x>",
		"a ratio of n/area", "Texxxas",
	] {
		text.free_of_placeholders(ordinary)
	}
}

test_what_is_no_text_is_not_free_of_placeholders if {
	not text.free_of_placeholders(null)
	not text.free_of_placeholders(5)
}

test_texts_are_known_by_their_position if {
	text.by_position({"overview": "a", "ethics": [{"risk": "b"}], "n": 3}) == {"overview": "a", "ethics/0/risk": "b"}
}

test_only_texts_count_and_only_lists_may_be_empty if {
	text.substantial({"uses": ["Twenty characters ok"], "n": 5, "none": null, "set": {}})
	text.substantial({"uses": ["Twenty characters ok"], "short": "a"})
	not text.substantial({"n": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]})
}
