"""What somebody else changed of a case while it was being looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.records import Case, CaseEntry

SEEN_PARTS: Final = (
    "state",
    "category_name",
    "condition",
    "squad",
    "second_squad",
    "department",
    "assignee",
    "checker",
    "flags",
    "pending",
    "due_us",
)


class Change(NamedTuple):
    """A part of a case, as it was seen and as it is; values are codes, numbers and moments, None is nothing."""

    part: str
    before: str | int | None
    after: str | int | None


class Clash(NamedTuple):
    """Somebody was faster: the case as it is now, what differs from what was seen, and what was done since."""

    newer: Case
    changes: tuple[Change, ...]
    entries: tuple[CaseEntry, ...]


def seen_of(case: Case) -> dict[str, str | int | None]:
    """Return what a form remembers of the case that it was opened on."""
    return {
        "state": case.state.value,
        "category_name": case.category_name,
        "condition": case.condition or None,
        **case.units._asdict(),
        "flags": " ".join(sorted(case.flags)) or None,
        "pending": None if case.pending is None else case.pending.what.value,
        "due_us": case.clocks.due_us,
    }


def changes(seen: Mapping[str, Any], newer: Case) -> tuple[Change, ...]:
    """Return what differs. What a form does not remember, or tells as nothing that a case has, is passed over."""
    now = seen_of(newer)
    told = ((part, seen.get(part), now[part]) for part in SEEN_PARTS if part in seen)
    return tuple(
        Change(part, before, after)
        for part, before, after in told
        if before != after and (before is None or (isinstance(before, str | int) and not isinstance(before, bool)))
    )


def since(entries: Sequence[CaseEntry], entry_key: int) -> tuple[CaseEntry, ...]:
    """Return what was written into the timeline after the entry that was the last one seen."""
    return tuple(entry for entry in entries if entry.entry_key > entry_key)
