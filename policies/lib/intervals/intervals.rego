# METADATA
# scope: package
# title: Intervals
# description: >
#   How well a rate is known from its counts, at 95 %. A proportion is [successes, trials]. Wilson's score interval (1927) for one; for weighted sums of
#   several, their distances are added as squares (Newcombe 1998 for two, Zou and Donner 2008 for more). Means of errors are [mean, square of its standard error]
#   (Welch 1938; of a ratio Fieller's linear form, 1954).
package lib.intervals

import data.lib.num

# The square of the normal distribution's 0.975 quantile.
z2 := 3.8414588206941236

# [low, high]; undefined without trials.
wilson([successes, trials]) := [(middle - half) / below, (middle + half) / below] if {
	num.above_zero(trials)
	num.between(successes, 0, trials)
	middle := successes + (z2 / 2)
	half := num.root(z2 * (((successes * (trials - successes)) / trials) + (z2 / 4)))
	below := trials + z2
}

# A sum of weighted proportions; undefined when one has no trials.
estimate(terms) := sum([part | some term in terms; part := (term[0] * term[1][0]) / term[1][1]]) if {
	every term in terms {
		num.above_zero(term[1][1])
	}
}

# The square of how far below its estimate the sum may lie: undefined unless every term has an interval.
reach_below(terms) := sum(squares) if {
	squares := [square | some term in terms; step := margin(term); square := step * step]
	count(squares) == count(terms)
}

# Towards a smaller sum: down with a positive weight, up with a negative one.
margin([weight, proportion]) := weight * ((proportion[0] / proportion[1]) - wilson(proportion)[0]) if weight >= 0

margin([weight, proportion]) := weight * ((proportion[0] / proportion[1]) - wilson(proportion)[1]) if weight < 0

# The sum is above the limit, and its interval reaches down to it: nobody can say on which side it is.
straddles(terms, limit) if {
	is_number(limit)
	excess := estimate(terms) - limit
	excess > 0
	excess * excess <= reach_below(terms)
}

# The same of weighted means, each [mean, square of its standard error], whose variances add up.
means_straddle(terms, limit) if {
	excess := sum([part | some term in terms; part := term[0] * term[1][0]]) - limit
	excess > 0
	excess * excess <= z2 * sum([part | some term in terms; part := (term[0] * term[0]) * term[1][1]])
}
