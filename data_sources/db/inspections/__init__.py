"""Inspections in the database."""
