"""Patrol rounds by camera in SQL."""
