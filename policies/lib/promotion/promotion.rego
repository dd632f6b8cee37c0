# METADATA
# scope: package
# title: The way of a version
# description: When a version first stood where, and whether it may stand here now.
package lib.promotion

import data.lib.judged
import data.lib.time

previous := input.thresholds.promotion.after

reached(version, environment) := object.get(input.history, ["reached", version, environment], null)

# The stage before this one, by the version's own arrival there.
before(version) := reached(version, previous)

# When the version came here; a version that history has not seen here is only being introduced, now.
arrival(version) := here if {
	here := reached(version, input.environment)
	here != null
} else := input.now

# A version that is put back: it stood here before the one that it replaces did.
put_back(version) if {
	input.change.rolledBack == true
	version == input.stable.version
	time.between(reached(version, input.environment), reached(input.incumbent.stable.version, input.environment)) > 0
}

# Both stood here when the model came under this repository's care, and nobody wrote down which one was there before.
put_back(version) if {
	input.change.rolledBack == true
	version == input.stable.version
	input.history.complete == true
	every stood in {version, input.incumbent.stable.version} {
		time.between(input.history.began, reached(stood, input.environment)) == 0
	}
}

# It stood here when the model came under this repository's care: nobody wrote down what was before. A change never takes this way.
taken_over(version) if {
	input.history.complete == true
	is_array(input.change.introduced)
	not version in input.change.introduced
	time.between(input.history.began, reached(version, input.environment)) == 0
}

# It stood in the stage before, and not later than here.
in_order(version) if {
	input.history.complete == true
	time.between(before(version), arrival(version)) >= 0
}

# The first commit of a shallow clone shows everything at once: there, arrivals at one moment say nothing about their order.
in_order(version) if time.between(before(version), arrival(version)) > 0

# Seconds in the stage before this one.
soaked(version) := time.between(before(version), arrival(version))

# What a shallow clone doesn't prove may have happened before it begins.
undecided(passed) := judged.versions - passed if {
	input.history.complete == false
} else := set()

# Why the way here is not judged.
reason := "this is the first stage" if previous == null

# Versions that the change brings here, and one that it makes stable; what is only put back is not among them.
promoted contains version if {
	some version in judged.versions
	version in input.change.introduced
	not put_back(version)
}

promoted contains input.stable.version if {
	input.incumbent.stable.version != input.stable.version
	not put_back(input.stable.version)
}
