package lib.columns_test

import data.lib.columns

test_a_type_fits_itself_and_what_is_wider if {
	every pair in [["integer", "long"], ["integer", "double"], ["float", "double"], ["long", "long"], ["string", "string"]] {
		columns.fits(pair[0], pair[1])
	}
	every pair in [["long", "integer"], ["long", "double"], ["double", "float"], ["integer", "float"], ["integer", "string"], [null, null], [7, 7]] {
		not columns.fits(pair[0], pair[1])
	}
}

test_a_null_needs_somebody_who_takes_it if {
	columns.fills(false, false)
	columns.fills(false, true)
	columns.fills(true, true)
	not columns.fills(true, false)
	every value in [null, "false", 0] {
		not columns.fills(value, false)
		not columns.fills(true, value)
	}
}
