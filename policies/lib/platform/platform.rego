# METADATA
# scope: package
# title: What is no unit
# description: >
#   What the models of an environment share (synth/<environment>/_platform), and what tells Argo CD what to apply (synth/argocd): each is judged by
#   itself. `input.platform.environment` is null for the second.
package lib.platform

import data.lib.manifests

# Why a check about environments has nothing to say.
of_argocd := "this is about what an environment shares" if input.platform.environment == null

# Why a check about Argo CD has nothing to say.
of_environment := "this is about Argo CD" if is_string(input.platform.environment)

# Namespaces that the judged units of the environment are in.
namespaces contains namespace if {
	is_string(input.platform.environment)
	some namespace in input.platform.namespaces
}

# Manifests of a kind, by the name of their file.
files(group, kind) := {manifests.file(manifest): manifest | some manifest in manifests.of(group, kind)}

# Lists that say something, and name everything that they mean.
named(texts) if {
	is_array(texts)
	count(texts) > 0
	every text in texts {
		is_string(text)
		not contains(text, "*")
	}
}
