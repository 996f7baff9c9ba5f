"""How the columns of the snapshot are written, to be small on the way: runs, differences, texts split at a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

FORMAT: Final = 2
"""Of the snapshot as a whole; docs/api.md describes it, assets/js/29-snapshot.js reads it."""
MICRODEGREES: Final = 1_000_000
"""A tenth of a metre: more digits would only make the snapshot larger."""
_NUMBERED: Final = re.compile(r"(.*?)([0-9]{1,9})([^0-9]*)", re.DOTALL)


class Split(NamedTuple):
    """A text around its last number: what stands before and behind it, and how many digits it has at least.

    A text without a number is all `before`, with -1 digits.
    """

    before: str
    after: str
    digits: int
    number: int


def split(text: str) -> Split:
    """Split a text at its last number; where zeros lead that, it has as many digits at least."""
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return Split(text, "", -1, 0)
    before, number, after = found.groups()
    return Split(before, after, 0 if number == str(int(number)) else len(number), int(number))


def runs(values: Iterable[int]) -> list[int]:
    """Return each value with how often it stands in a row: 7 7 7 4 is 7 3 4 1."""
    found: list[int] = []
    for value in values:
        if found and found[-2] == value:
            found[-1] += 1
        else:
            found += (value, 1)
    return found


def differences(values: Iterable[int]) -> list[int]:
    """Return each value less the one before, the first less 0."""
    before, found = 0, []
    for value in values:
        found.append(value - before)
        before = value
    return found


def microdegrees(degrees: Iterable[float]) -> list[int]:
    """Return coordinates as whole differences."""
    return differences(round(value * MICRODEGREES) for value in degrees)


def split_texts(texts: Sequence[str]) -> dict[str, list[Any]]:
    """Return texts as `words` ([before, after, digits], or [text] without a number), runs of them, and their numbers.

    Ids and addresses of neighbours are the same but for a number, which is a small difference.
    """
    parts = [split(text) for text in texts]
    places: dict[tuple[str, str, int], int] = {}
    order = [places.setdefault(part[:3], len(places)) for part in parts]
    words = [[before] if digits < 0 else [before, after, digits] for before, after, digits in places]
    return {"words": words, "word": runs(order), "number": differences(part.number for part in parts)}
