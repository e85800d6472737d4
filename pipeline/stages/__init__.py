"""The stages of the pipeline, a package each, named by their verbs."""
