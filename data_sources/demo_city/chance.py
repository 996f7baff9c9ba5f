"""Seeded chance: every purpose draws from its own stream, so that changing one leaves the others alone."""

from __future__ import annotations

from random import Random


class Dice(Random):
    """A stream of chance for one purpose, the same on every machine for the same seed."""

    @staticmethod
    def of(*purpose: str | float) -> Dice:
        """The stream named by the seed and the purpose."""
        return Dice(":".join(str(part) for part in purpose))


_MASK = (1 << 64) - 1


def scatter(*numbers: int) -> float:
    """A number in 0 … 1 that looks drawn but is always the same for the same whole numbers (splitmix64)."""
    mixed = 0
    for number in numbers:
        mixed = (mixed ^ (number & _MASK)) + 0x9E3779B97F4A7C15 & _MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
    return mixed / (_MASK + 1)
