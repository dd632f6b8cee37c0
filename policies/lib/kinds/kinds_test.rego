package lib.kinds_test

import data.lib.kinds

test_no_kind_that_gives_rights_or_secrets_is_known if {
	every kind in ["/Secret", "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRoleBinding", "apps/DaemonSet", "/Pod"] {
		not kind in kinds.known
	}
}

test_a_kind_is_known_in_its_group_alone if {
	"apps/Deployment" in kinds.known
	not "/Deployment" in kinds.known
	not "extensions/Deployment" in kinds.known
}
