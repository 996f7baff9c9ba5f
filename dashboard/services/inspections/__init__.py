"""Inspections: picked, filled in, listed."""
