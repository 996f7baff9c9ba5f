"""What stands in the form of a case, as the move that is meant."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any, Final, NamedTuple

from callbacks._typed import typed, word_of
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.photo_roles import MOST_PHOTOS, PhotoRole, Shot
from dashboard.domain.cases.records import REASON_LENGTH, Units
from dashboard.domain.cases.states import Action
from dashboard.domain.roster.duty import moment_us
from layouts.components.roster.address import day_from

LONGEST_CODE: Final = 40
LONGEST_CONDITION: Final = 200
END_OF_WORK_MIN: Final = 18 * 60
"""When a day ends until which something is suspended."""
_DIGEST_LENGTH: Final = 64


class Typed(NamedTuple):
    """The fields of a form, as a browser says them."""

    reason: Any
    squad: Any
    second_squad: Any
    department: Any
    assignee: Any
    checker: Any
    until: Any
    filing: Any
    into: Any
    photos: Any


def action_from(told: Any) -> Action | None:
    """Return the action that a browser names."""
    word = told.get("action") if isinstance(told, dict) else None
    return Action(word) if isinstance(word, str) and word in set(Action) else None


def move_of(action: Action, revision: int | None, given: Typed, zone: tzinfo, *, undo: bool) -> Move:
    """Return the move; what is odd counts as not filled in, and the service says what is missing."""
    category, _, condition = str(given.filing or "").partition("\n")
    return Move(
        action=action,
        revision=revision,
        reason=typed(given.reason, REASON_LENGTH),
        units=Units(*(_code(value) for value in given[1:6])),
        until_us=_until_us(given.until, zone),
        category=typed(category, LONGEST_CODE),
        condition=typed(condition, LONGEST_CONDITION),
        photos=shots_from(given.photos),
        undo=undo,
    )


def shots_from(told: Any) -> tuple[Shot, ...]:
    """Return the pictures that a browser names: pairs of digest and what it shows."""
    pairs = told[: MOST_PHOTOS + 1] if isinstance(told, list) else []
    return tuple(
        Shot(pair[0], role)
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and _is_digest(pair[0]) and (role := word_of(PhotoRole, pair[1]))
    )


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == _DIGEST_LENGTH and not set(value) - set("0123456789abcdef")


def _code(value: object) -> str | None:
    return typed(value, LONGEST_CODE) or None


def _until_us(value: object, zone: tzinfo) -> int | None:
    day: date | None = day_from(value)
    return None if day is None else moment_us(day, END_OF_WORK_MIN, zone)
