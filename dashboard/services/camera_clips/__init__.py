"""Clips of recorders as evidence: fetched, shown, kept."""
