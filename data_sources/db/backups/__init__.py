"""Copies of the whole database, and everything back from one."""
