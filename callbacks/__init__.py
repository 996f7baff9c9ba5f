"""Thin controllers for people: parse, await a service, present."""
