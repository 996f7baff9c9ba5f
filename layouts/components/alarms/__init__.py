"""Alarms: the list, the story of one, thresholds, shelving and maintenance."""
