"""A roster as pages and programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from dashboard.domain.people.readouts import present_name
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.roster.coverage import Strip
from dashboard.domain.roster.planning import Finding
from dashboard.domain.roster.records import Absence, Entry, Need, RosterArea, Shift


class RosterCell(NamedTuple):
    """Somebody's day: entries by their beginning, what is wrong with them, and the mark of what was seen.

    `absence` is told to those who make the roster and to the person; others learn only that they are away.
    """

    day: date
    entries: tuple[Entry, ...] = ()
    mark: str = ""
    is_away: bool = False
    absence: Absence | None = None
    findings: tuple[Finding, ...] = ()


class RosterLine(NamedTuple):
    """Somebody of a squad, and their days."""

    person: Person
    cells: tuple[RosterCell, ...]


class RosterWeek(NamedTuple):
    """The days of a squad: who has what, how many that is by the hour, and what may be chosen.

    `areas` are those that the squad may be sent to, `strips` one a day, `area_strips` one a day for each area that
    is covered by name. Both are empty to whoever sees only their own line.
    """

    squad: Squad
    days: tuple[date, ...]
    shifts: Mapping[str, Shift]
    areas: Mapping[str, RosterArea]
    lines: tuple[RosterLine, ...]
    strips: tuple[Strip, ...] = ()
    area_strips: tuple[Strip, ...] = ()
    needs: tuple[Need, ...] = ()
    may_edit: bool = False

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong, by day and person."""
        found = [each for line in self.lines for cell in line.cells for each in cell.findings]
        return sorted(found, key=lambda finding: (finding.day, finding.person, finding.shift))

    def cell(self, person: str, day: date) -> tuple[RosterLine, RosterCell] | None:
        """Return somebody's day with their line; None when it is not among these."""
        for line in self.lines:
            if line.person.number == person:
                return next(((line, each) for each in line.cells if each.day == day), None)
        return None


class ShiftUse(NamedTuple):
    """A shift, and how many entries have it from today on."""

    shift: Shift
    coming: int


class RosterPlan(NamedTuple):
    """What rosters are made of: the shifts of all squads, and what the squads within reach need of them.

    `needs` are by squad and shift (codes). Whose right reaches all squads may change shifts; of needs those of
    `editable` squads.
    """

    shifts: tuple[ShiftUse, ...]
    squads: tuple[Squad, ...]
    needs: Mapping[tuple[str, str], Need]
    may_edit_shifts: bool
    editable: frozenset[str]


class RosterItem(NamedTuple):
    """An entry with what it stands for; times in µs since the epoch."""

    entry: Entry
    person: Person
    shift: Shift
    area_name: str | None
    start_us: int
    end_us: int
    is_away: bool


def present_item(item: RosterItem) -> dict[str, Any]:
    """Return an entry for programs, the name masked; times stay µs."""
    entry, person, shift = item.entry, item.person, item.shift
    return {
        "person": person.number,
        "name": present_name(person.name, reveal=False),
        "post": person.post.value,
        "squad": person.squad,
        "day": entry.day.isoformat(),
        "shift": shift.code,
        "shift_name": shift.name,
        "kind": shift.kind.value,
        "area_code": entry.area,
        "area_name": item.area_name,
        "away": item.is_away,
    }
