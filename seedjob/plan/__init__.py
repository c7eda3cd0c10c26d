"""Jobs and manifests to actions, each with its reason."""
