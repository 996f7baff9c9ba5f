"""Rows of screens, and the reads behind the wall's pictures."""
