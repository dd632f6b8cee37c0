# METADATA
# scope: package
# title: Rankings
# description: >
#   What follows from where a ranker put the relevant items of each query. NDCG has linear gains (Järvelin and Kekäläinen, 2002); a query without a
#   relevant item counts as 0, as scikit-learn's ndcg_score has it.
package lib.rankings

import data.lib.num

# 1 / log2(place + 1) of the places 1 to 100: Rego has no logarithm.
discounts := [
	1, 0.6309297535714575, 0.5, 0.43067655807339306, 0.38685280723454163,
	0.3562071871080222, 0.3333333333333333, 0.31546487678572877, 0.3010299956639812, 0.2890648263178879,
	0.27894294565112987, 0.27023815442731974, 0.26264953503719357, 0.2559580248098155, 0.25,
	0.24465054211822604, 0.23981246656813146, 0.23540891336663824, 0.23137821315975915, 0.227670248696953,
	0.22424382421757544, 0.22106472945750374, 0.21810429198553155, 0.21533827903669653, 0.21274605355336318,
	0.2103099178571525, 0.20801459767650948, 0.20584683246043448, 0.2037950470905062, 0.20184908658209985,
	0.2, 0.19823986317056053, 0.1965616322328226, 0.1949590218937863, 0.19342640361727081,
	0.19195872000656014, 0.1905514124267734, 0.18920035951687003, 0.18790182470910757, 0.18665241123894338,
	0.1854490234153689, 0.18428883314870617, 0.18316925091363362, 0.18208790046993825, 0.1810425967800402,
	0.18003132665669264, 0.17905223175104137, 0.1781035935540111, 0.17718382013555792, 0.17629143438888212,
	0.17542506358195453, 0.17458343004804494, 0.17376534287144002, 0.1729696904450771, 0.17219543379409813,
	0.17144160057391347, 0.17070727966372012, 0.16999161628691403, 0.16929380759878143, 0.1686130986895011,
	0.16794877895704194, 0.16730017881017412, 0.16666666666666666, 0.16604764621593782, 0.16544255391905832,
	0.16485085672216038, 0.16427204996205025, 0.16370565544521565, 0.1631512196835108, 0.16260831227163416,
	0.16207652439312228, 0.16155546744299637, 0.16104477175644444, 0.1605440854340214, 0.16005307325482135,
	0.15957141566993818, 0.15909880786929415, 0.15863495891559604, 0.15817959093978226, 0.15773243839286438,
	0.1572932473495469, 0.156861774859441, 0.15643778834207153, 0.15602106502222501, 0.15561139140249397,
	0.15520856277015513, 0.1548123827357682, 0.15442266280111014, 0.15403922195426356, 0.15366188628986424,
	0.15329048865267808, 0.15292486830283214, 0.15256487060115928, 0.15221034671324338, 0.15186115333086322,
	0.1515171524096389, 0.15117821092177644, 0.15084420062289414, 0.1505149978319906, 0.15019048322368797,
]

decided(name) if name in {"mean_average_precision", "mrr"}

decided(name) if regex.match(`^(ndcg|hit_rate)_at_([1-9][0-9]?|100)$`, name)

# Mean over the queries, where one without a relevant item adds nothing. Undefined unless all of them are sound.
# Divided within the sums: the compiled policies stop at 0 / 0.
value(name, queries) := sum([part |
	total := sum([q.n | some q in queries])
	some q in queries
	part := (q.n * score(name, q)) / total
]) if {
	every q in queries {
		sound(q)
	}
}

# How many items were ranked, over all queries.
items(queries) := sum([part | some q in queries; part := q.n * q.items]) if {
	every q in queries {
		sound(q)
	}
}

# Places of the relevant items, the best first, each with its relevance.
sound(q) if {
	num.counted(q.n)
	q.n > 0
	num.counted(q.items)
	count(q.places) == count(q.relevances)
	every relevance in q.relevances {
		num.above_zero(relevance)
	}
	every i, place in q.places {
		num.counted(place)
		place > before(q.places, i)
		place <= q.items
	}
}

before(_, 0) := 0

before(places, i) := places[i - 1]

score("mean_average_precision", q) := sum([part |
	some i, place in q.places
	part := ((i + 1) / place) / count(q.places)
])

score("mrr", q) := 1 / q.places[0]

score(name, q) := sum([part |
	k := cutoff(name)
	best := ideal(q, k)
	some i, place in q.places
	place <= k
	part := (q.relevances[i] * discounts[place - 1]) / best
]) if {
	startswith(name, "ndcg_at_")
}

score(name, q) := 1 if {
	startswith(name, "hit_rate_at_")
	q.places[0] <= cutoff(name)
}

cutoff(name) := to_number(split(name, "_at_")[1])

ideal(q, k) := sum([g |
	sorted := sort(q.relevances)
	some i, relevance in sorted
	place := count(sorted) - i
	place <= k
	g := relevance * discounts[place - 1]
])
