"""The catalogue of cases: read, and brought in."""
