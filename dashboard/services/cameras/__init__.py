"""Cameras: how they are reached, and what they show now."""
