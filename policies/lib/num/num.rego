# METADATA
# scope: package
# title: Numbers
# description: Comparisons that hold between numbers only. In Rego `"0.1" >= 0.9` and `0.1 >= null` are true, because types have an order.
package lib.num

at_least(value, limit) if {
	is_number(value)
	is_number(limit)
	value >= limit
}

at_most(value, limit) if {
	is_number(value)
	is_number(limit)
	value <= limit
}

between(value, least, greatest) if {
	at_least(value, least)
	at_most(value, greatest)
}

# A computed number on its limit must pass in every engine: native OPA rounds in binary (0.901 - 0.9 > 0.001), the compiled policies in
# decimal. So sums and products get a billionth of their scale as slack. Reported numbers are compared as they are.
slack := 0.000000001

computed_at_most(value, limit, scale) if {
	is_number(value)
	is_number(limit)
	is_number(scale)
	value <= limit + (slack * scale)
}

near(value, other, tolerance) if {
	is_number(value)
	is_number(other)
	computed_at_most(abs(value - other), tolerance, 1)
}

whole(value) if {
	is_number(value)
	value == floor(value)
}

# A count of things: whole and not negative.
counted(value) if {
	whole(value)
	value >= 0
}

above_zero(value) if {
	is_number(value)
	value > 0
}

# Square root by Newton's method: 64 steps reach it for everything up to 10^30.
root(value) := sixteen_steps(value, sixteen_steps(value, sixteen_steps(value, sixteen_steps(value, value + 1)))) if {
	above_zero(value)
} else := 0 if {
	value == 0
}

sixteen_steps(value, guess) := four_steps(value, four_steps(value, four_steps(value, four_steps(value, guess))))

four_steps(value, guess) := step(value, step(value, step(value, step(value, guess))))

step(value, guess) := (guess + (value / guess)) / 2

# For people; never for a comparison.
rounded(value) := round(value * 1000000) / 1000000 if is_number(value)

# A quotient for people; null where there is none.
shown(numerator, denominator) := rounded(numerator / denominator) if {
	is_number(numerator)
	is_number(denominator)
	denominator != 0
} else := null
