"""Steps of pipelines in the cluster. A folder of its own: what lies beside it is part of every release's `codeSha256`."""
