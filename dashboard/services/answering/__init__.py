"""Use cases of answers by link."""
