"""Use cases of whoever leads a squad."""
