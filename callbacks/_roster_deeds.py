"""What the buttons of the form of a day do."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from callbacks._typed import typed
from dashboard.domain.rights import Actor
from dashboard.domain.roster.planning import Finding
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.roster.editing import Assignment, RosterEditing
from layouts.components.roster.address import day_from
from layouts.duty_ids import Roster
from layouts.texts.roster import Form

_LONGEST = 80
_LONGEST_MARK = 400


class Asked(NamedTuple):
    """The button that was pressed, the day that the form is of, and what stands in its fields; as a browser says it."""

    button: str
    cell: Any
    shift: Any
    area: Any
    partner: Any
    away_kind: Any
    away_until: Any


class Done(NamedTuple):
    """What was done: the day to show afterwards, the word for it, and what is newly wrong."""

    cell: tuple[str, date, str]
    text: Text
    found: list[Finding]


def do(editing: RosterEditing, asked: Asked, actor: Actor) -> Done:
    """Do what the button says. Raises BadInput for a form that is not filled in, and what the service raises."""
    cell = asked.cell if isinstance(asked.cell, dict) else {}
    person, shift = typed(cell.get("person"), _LONGEST), typed(cell.get("shift"), _LONGEST)
    day, mark = day_from(cell.get("day")), typed(cell.get("mark"), _LONGEST_MARK)
    if not person or day is None:
        raise BadInput(Form.CHOOSE)
    match asked.button:
        case Roster.AWAY:
            editing.note_absence(_absence(asked, person, day), actor)
            return Done((person, day, shift), Form.NOTED, [])
        case Roster.BACK:
            editing.end_absence(person, day_from(cell.get("away")) or day, actor)
            return Done((person, day, shift), Form.ENDED, [])
        case Roster.SWAP:
            own = Entry(person, day, shift, typed(cell.get("area"), _LONGEST) or None)
            editing.swap(own, _partner(asked.partner), actor)
            return Done((person, day, ""), Form.SWAPPED, [])
        case Roster.REMOVE:
            found = editing.set_entry(person, day, shift, None, mark, actor)
            return Done((person, day, ""), Form.REMOVED, found)
    wanted = _wanted(asked)
    return Done((person, day, wanted.shift), Form.SAVED, editing.set_entry(person, day, shift, wanted, mark, actor))


def _wanted(asked: Asked) -> Assignment:
    shift, area = typed(asked.shift, _LONGEST), typed(asked.area, _LONGEST)
    if not shift:
        raise BadInput(Form.NO_SHIFT)
    return Assignment(shift, area or None)


def _partner(chosen: Any) -> Entry:
    parts = str(chosen or "").split("\n")
    day = day_from(parts[1]) if len(parts) == 4 else None
    if day is None:
        raise BadInput(Form.NO_PARTNER)
    return Entry(parts[0], day, parts[2], parts[3] or None)


def _absence(asked: Asked, person: str, day: date) -> Absence:
    until, kind = day_from(asked.away_until), typed(asked.away_kind, _LONGEST)
    if until is None or kind not in set(AbsenceKind):
        raise BadInput(Form.NO_REASON)
    return Absence(person, day, until, AbsenceKind(kind))
