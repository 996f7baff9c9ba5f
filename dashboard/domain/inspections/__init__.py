"""Inspections of people on duty, picked at random (双随机督查)."""
