"""Patrol rounds by camera: planned, walked, counted."""
