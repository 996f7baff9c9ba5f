"""Rows of what devices and cameras say."""
