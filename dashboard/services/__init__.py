"""Use cases: one module per workflow, each owns its transaction."""
