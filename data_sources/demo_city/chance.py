"""Seeded chance: every purpose draws from its own stream, so that changing one leaves the others alone."""

from __future__ import annotations

from random import Random


class Dice(Random):
    """A stream of chance for one purpose, the same on every machine for the same seed."""

    def __new__(cls, *purpose: str | int) -> Dice:
        return super().__new__(cls, 0)

    def __init__(self, *purpose: str | int) -> None:
        super().__init__(":".join(str(part) for part in purpose))
