"""Figures of duty: who was rostered, who came, by day and squad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from dashboard.domain.roster.records import Absence, Attendance, Entry


class AttendanceLine(NamedTuple):
    """One squad (code; empty: without one) on one day.

    `rostered` are the shifts of the roster without those who were away, `came` those of them for which somebody
    signed in, `extra` the sign-ins without a shift; `turnouts` (人次) is `came` and `extra` together, `away` the shifts
    whose person was away.
    """

    day: date
    squad: str
    rostered: int
    came: int
    extra: int
    away: int

    @property
    def turnouts(self) -> int:
        """Attendances (出动人次)."""
        return self.came + self.extra


def attendance_lines(
    entries: Iterable[Entry],
    absences: Iterable[Absence],
    attendance: Iterable[Attendance],
    squad_of: Mapping[str, str | None],
) -> list[AttendanceLine]:
    """Return the figures by day and squad; a person counts once for each shift, however often they signed in."""
    away = list(absences)
    counts: dict[tuple[date, str], list[int]] = {}

    def count(day: date, person: str, column: int) -> None:
        counts.setdefault((day, squad_of.get(person) or ""), [0, 0, 0, 0])[column] += 1

    due: set[tuple[str, date, str | None]] = set()
    for entry in entries:
        is_away = any(each.person == entry.person and each.from_day <= entry.day <= each.until_day for each in away)
        count(entry.day, entry.person, 3 if is_away else 0)
        if not is_away:
            due.add((entry.person, entry.day, entry.shift))
    for came in {(each.person, each.day, each.shift) for each in attendance}:
        count(came[1], came[0], 1 if came in due else 2)
    return [AttendanceLine(day, squad, *found) for (day, squad), found in sorted(counts.items())]
