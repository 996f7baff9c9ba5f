"""Looking for words in cases, by their neighbouring characters.

Every two of them are a word of the index, so that parts of any language are found, Chinese too, which writes no blanks.
Of a case's number every four are, whatever signs stand between: two digits stand in almost all numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

NUMBER_PART: Final = 4
"""From how many letters and digits on what has a digit may be part of a case's number."""


class Piece(NamedTuple):
    """Pairs of characters that follow each other; with one character, every pair that begins with it."""

    pairs: tuple[str, ...]
    is_beginning: bool = False


class Wanted(NamedTuple):
    """What is looked for: all pieces, in any order; or the parts of a number that follow each other, if there are."""

    pieces: tuple[Piece, ...]
    number: tuple[str, ...] = ()


def pieces_of(text: str) -> list[str]:
    """Return the runs of letters and digits, whatever their case; signs and blanks stand between them."""
    return "".join(each if each.isalnum() else " " for each in text.casefold()).split()


def indexed(*texts: str) -> Iterator[tuple[str, ...]]:
    """Yield what the index holds of texts, run by run: the pairs of characters, and the last one alone."""
    for text in texts:
        for run in pieces_of(text):
            yield tuple(run[place : place + 2] for place in range(len(run)))


def number_parts(number: str) -> tuple[str, ...]:
    """Return what the index holds of a number: every four letters and digits."""
    plain = "".join(pieces_of(number))
    return tuple(plain[place : place + NUMBER_PART] for place in range(len(plain) - NUMBER_PART + 1))


def wanted(text: str) -> Wanted:
    """Return what is to be looked for, where `text` is what somebody typed; without a letter or digit, no piece."""
    runs = pieces_of(text)
    may_be_number = any(each.isdigit() for each in text) and " " not in text.strip()
    return Wanted(tuple(_piece(run) for run in runs), number_parts(text) if may_be_number else ())


def _piece(run: str) -> Piece:
    if len(run) == 1:
        return Piece((run,), is_beginning=True)
    return Piece(tuple(run[place : place + 2] for place in range(len(run) - 1)))
