"""Clips in SQL."""
