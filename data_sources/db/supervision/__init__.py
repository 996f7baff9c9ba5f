"""Supervision tasks in the database."""
