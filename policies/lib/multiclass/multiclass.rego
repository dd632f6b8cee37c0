# METADATA
# scope: package
# title: Confusion matrices
# description: >
#   What follows from the matrix of a multiclass classifier: rows are true classes, columns predicted ones. A class that nobody predicted, or that
#   has no rows, counts as 0, as scikit-learn has it.
package lib.multiclass

import data.lib.num

# Rows behind the matrix; undefined unless it is square, as wide as its labels, and holds counts alone.
total(matrix) := n if {
	width := count(matrix.labels)
	count(matrix.counts) == width
	every row in matrix.counts {
		count(row) == width
		every cell in row {
			num.counted(cell)
		}
	}
	n := sum([cell | some row in matrix.counts; some cell in row])
}

# The metrics that the matrix decides.
metrics := {"accuracy", "balanced_accuracy", "matthews_corrcoef"} | {$"{rate}_{average}" |
	some rate in ["precision", "recall", "f1"]
	some average in ["macro", "micro", "weighted"]
}

# Truly of each class, said to be of it, and both.
classes(matrix) := [{"truth": sum(matrix.counts[i]), "predicted": sum([row[i] | some row in matrix.counts]), "hits": matrix.counts[i][i]} |
	some i, _ in matrix.labels
]

share(part, whole) := part / whole if {
	whole > 0
} else := 0

rate("precision", class) := share(class.hits, class.predicted)

rate("recall", class) := share(class.hits, class.truth)

rate("f1", class) := share(2 * class.hits, class.truth + class.predicted)

correct(matrix) := sum([class.hits | some class in classes(matrix)])

value("accuracy", matrix) := correct(matrix) / total(matrix) if total(matrix) > 0

value("balanced_accuracy", matrix) := sum(recalls) / count(recalls) if {
	total(matrix) > 0
	recalls := [rate("recall", class) | some class in classes(matrix); class.truth > 0]
}

# Gorodkin's R_K.
value("matthews_corrcoef", matrix) := share((correct(matrix) * n) - products, num.root(below)) if {
	n := total(matrix)
	n > 0
	all := classes(matrix)
	products := sum([product | some class in all; product := class.truth * class.predicted])
	below := ((n * n) - squares(all, "predicted")) * ((n * n) - squares(all, "truth"))
}

value(name, matrix) := averaged(average, rate_name, matrix) if {
	total(matrix) > 0
	[rate_name, average] := split(name, "_")
	rate_name in {"precision", "recall", "f1"}
}

squares(all, name) := sum([square | some class in all; square := class[name] * class[name]])

averaged("macro", name, matrix) := sum([rate(name, class) | some class in classes(matrix)]) / count(matrix.labels)

averaged("weighted", name, matrix) := sum([weighed | some class in classes(matrix); weighed := rate(name, class) * class.truth]) / total(matrix)

# With one label a row, every wrong row is a wrong prediction and a missed truth.
averaged("micro", _, matrix) := correct(matrix) / total(matrix)
