"""Alarms: which rules hold, what people do with them, what the worker does with them."""
