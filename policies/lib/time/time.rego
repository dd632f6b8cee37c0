# METADATA
# scope: package
# title: Time
# description: Whole seconds since 1970, given with every moment; the compiled policies have no clock and read no dates.
package lib.time

import data.lib.num

hour := 3600

day := 24 * hour

# Seconds from one moment to another; undefined unless both have them.
between(earlier, later) := later.seconds - earlier.seconds if {
	is_number(earlier.seconds)
	is_number(later.seconds)
}

# At most `days` old. A day ahead of the judge's clock is allowed: clocks differ, and a calendar day begins earlier in the east.
fresh(instant, days) if {
	is_number(days)
	num.between(between(instant, input.now), 0 - day, days * day)
}
