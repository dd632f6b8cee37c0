# METADATA
# scope: package
# title: Columns of rows
# description: Whether what gives rows gives one column of them as the other side takes it. Types are those of MLflow's signatures.
package lib.columns

# Every value of the one type can be written as the other without loss.
fits(given, asked) if {
	is_string(given)
	given == asked
}

fits(given, asked) if asked in widened[given]

widened := {"integer": {"long", "double"}, "float": {"double"}}

# Nobody gives a null who has none, or it is taken.
fills(false, _)

fills(_, true)
