"""Supervision tasks: issued, signed for, answered, reviewed, printed."""
