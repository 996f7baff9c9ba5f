"""Geodata files and coordinates of the outside."""
