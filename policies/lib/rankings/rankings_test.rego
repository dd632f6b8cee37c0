package lib.rankings_test

import data.lib.num
import data.lib.rankings

# Twice the relevances 3, 0, 2, 0, 1 from the first place down, once 0, 0, 1, once four items without a relevant one.
queries := [
	{"n": 2, "items": 5, "places": [1, 3, 5], "relevances": [3, 2, 1]},
	{"n": 1, "items": 3, "places": [3], "relevances": [1]},
	{"n": 1, "items": 4, "places": [], "relevances": []},
]

# Means over the four queries; NDCG and average precision are what scikit-learn 1.8.0 gives.
expected := {
	"ndcg_at_1": 0.5,
	"ndcg_at_3": 0.545003991508,
	"ndcg_at_5": 0.585623922299,
	"ndcg_at_100": 0.585623922299,
	"mean_average_precision": 0.461111111111,
	"mrr": 0.583333333333,
	"hit_rate_at_1": 0.5,
	"hit_rate_at_2": 0.5,
	"hit_rate_at_3": 0.75,
}

test_every_metric_is_what_scikit_learn_gives if {
	every name, value in expected {
		rankings.decided(name)
		num.near(rankings.value(name, queries), value, 0.000000001)
	}
}

test_the_ideal_order_puts_the_most_relevant_first if {
	worst := [{"n": 1, "items": 2, "places": [1, 2], "relevances": [1, 3]}]
	num.near(rankings.value("ndcg_at_2", worst), (1 + (3 * 0.6309297535714575)) / (3 + 0.6309297535714575), 0.000000001)
	num.near(rankings.value("ndcg_at_1", worst), 1 / 3, 0.000000001)
}

test_discounts_fall_from_the_first_place_to_the_hundredth if {
	count(rankings.discounts) == 100
	every i in numbers.range(1, 99) {
		rankings.discounts[i] < rankings.discounts[i - 1]
	}
	rankings.discounts[0] == 1
	num.near(rankings.discounts[99], 0.150190483, 0.000000001)
	num.near(rankings.discounts[2], 0.5, 0.000000001)
	num.near(rankings.discounts[62], 1 / 6, 0.000000001)
}

test_all_items_are_counted if rankings.items(queries) == 17

test_only_what_the_places_decide_is_decided if {
	every name in ["ndcg", "ndcg_at_0", "ndcg_at_101", "ndcg_at_1000", "ndcg_at_10_macro", "precision_at_5", "average_precision", "my_mrr", "mrr_at_5"] {
		not rankings.decided(name)
	}
}

# Each is one thing wrong with the first of the queries.
wrong := [
	{"n": 0}, {"n": -1}, {"n": 1.5}, {"n": "2"}, {"n": null},
	{"items": 4}, {"items": "5"}, {"items": null}, {"items": 5.5},
	{"places": [1, 3]}, {"places": [0, 3, 5]}, {"places": [1, 1, 5]}, {"places": [3, 1, 5]}, {"places": [1, 3, 6]},
	{"places": ["1", 3, 5]}, {"places": [1, 3.5, 5]}, {"places": [1, null, 5]},
	{"relevances": [3, 2]}, {"relevances": [3, 0, 1]}, {"relevances": [3, -1, 1]}, {"relevances": ["3", 2, 1]}, {"relevances": [3, null, 1]},
]

test_queries_that_cannot_be_have_no_value if {
	every change in wrong {
		given := [object.union(queries[0], change), queries[1]]
		not rankings.items(given)
		every name, _ in expected {
			not rankings.value(name, given)
		}
	}
}

test_a_last_place_and_a_single_query_count if {
	one := [{"n": 1, "items": 3, "places": [3], "relevances": [0.5]}]
	rankings.items(one) == 3
	num.near(rankings.value("mrr", one), 1 / 3, 0.000000001)
}
