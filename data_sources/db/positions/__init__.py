"""Positions and tracks in the database."""
