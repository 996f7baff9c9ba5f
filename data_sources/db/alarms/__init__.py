"""Rows of alarms, rules and maintenance windows."""
