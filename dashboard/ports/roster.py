"""The roster: shifts, who has which, who is away, what is needed, and who signed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, tzinfo
from typing import Protocol

from dashboard.domain.roster.figures import AttendanceLine
from dashboard.domain.roster.records import Absence, Attendance, Entry, Need, RosterArea, Shift
from dashboard.ports.parts import AuditLog, FeedRevisions
from dashboard.ports.people import PeopleRows


class RosterRows(Protocol):
    """The roster inside a transaction. Days are those of the city; both ends of a range are included."""

    def shifts(self) -> Mapping[str, Shift]:
        """All, by code, in the order of their beginning."""

    def save_shifts(self, shifts: Sequence[Shift]) -> None:
        """Store them by their code."""

    def entries(self, from_day: date, until_day: date, squad: str | None = None) -> Sequence[Entry]:
        """Those of these days, of one squad or of all, by day, shift and person."""

    def save_entries(self, entries: Sequence[Entry]) -> None:
        """Store them by person, day and shift; persons, shifts and areas are there."""

    def remove_entries(self, entries: Collection[Entry]) -> int:
        """Remove them, by person, day and shift; return how many there were."""

    def absences(self, from_day: date, until_day: date) -> Sequence[Absence]:
        """Those that touch these days."""

    def save_absence(self, absence: Absence) -> None:
        """Store it by person and first day."""

    def remove_absence(self, person: str, from_day: date) -> bool: ...

    def needs(self) -> Sequence[Need]: ...

    def save_needs(self, needs: Sequence[Need]) -> None:
        """Store them by squad and shift."""

    def roster_areas(self) -> Mapping[str, RosterArea]:
        """The areas that people are sent to, by code, in the order of their import; no unit grids, no waters."""


class AttendanceRows(Protocol):
    """Who signed in and out, inside a transaction."""

    def attendance(self, from_day: date, until_day: date, squad: str | None = None) -> Sequence[Attendance]:
        """Those of these days, by time of sign-in."""

    def sign_in(self, attendance: Attendance) -> None:
        """Store it."""

    def sign_out(self, person: str, at_us: int) -> int:
        """End what the person has open; return how many that were."""


class AttendanceFigures(Protocol):
    """Who came, in figures."""

    def attendance_figures(
        self, first: date, last: date, zone: tzinfo, squad: str | None = None
    ) -> Sequence[AttendanceLine]:
        """The figures of days of the city, of one squad or of all, by day and squad; none of a day without any."""


class RosterWork(RosterRows, AttendanceRows, AttendanceFigures, PeopleRows, AuditLog, FeedRevisions, Protocol):
    """One transaction of the roster."""


class RosterStore(Protocol):
    """Where the roster is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[RosterWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[RosterWork]:
        """The same for reading only; it waits for no writer."""
