"""Roster and attendance in the database."""
