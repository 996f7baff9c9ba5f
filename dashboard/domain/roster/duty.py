"""Who is on duty when: the roster's days and minutes as moments, across midnight and changes of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.durations import HOUR_US
from dashboard.domain.readings import EPOCH, MICROSECOND
from dashboard.domain.roster.records import Absence, Attendance, Entry, Shift, SignInMeans

LONGEST_SIGN_IN_US: Final = 14 * HOUR_US
"""Who forgot to sign out is off duty after that."""


class DutySpan(NamedTuple):
    """Somebody's shift as moments (µs since the epoch), the end excluded."""

    person: str
    start_us: int
    end_us: int
    shift: str
    day: date
    area: str | None = None


def moment_us(day: date, minute: int, zone: tzinfo) -> int:
    """Return the moment so many minutes of the clock after the midnight of a day.

    An hour that the clock skips is read as the one after it; of one that comes twice the first is taken.
    """
    at = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def day_of(moment: int, zone: tzinfo) -> date:
    """Return the day of the city on which a moment lies."""
    return (EPOCH + moment * MICROSECOND).astimezone(zone).date()


def duty_spans(
    entries: Iterable[Entry], shifts: Mapping[str, Shift], absences: Iterable[Absence], zone: tzinfo
) -> list[DutySpan]:
    """Return who is on duty when by the roster, in the order of the entries, without those who are away that day."""
    away = _days_away(absences)
    return [
        DutySpan(
            person=entry.person,
            start_us=moment_us(entry.day, shift.starts_min, zone),
            end_us=moment_us(entry.day, shift.ends_min, zone),
            shift=shift.code,
            day=entry.day,
            area=entry.area,
        )
        for entry in entries
        if (shift := shifts.get(entry.shift)) is not None and not _is_away(away, entry)
    ]


def _days_away(absences: Iterable[Absence]) -> Mapping[str, Sequence[Absence]]:
    found: dict[str, list[Absence]] = {}
    for absence in absences:
        found.setdefault(absence.person, []).append(absence)
    return found


def _is_away(away: Mapping[str, Sequence[Absence]], entry: Entry) -> bool:
    return any(each.from_day <= entry.day <= each.until_day for each in away.get(entry.person, ()))


class Duty(NamedTuple):
    """Why somebody is on duty at a moment: the span of the roster, the sign-in, or both."""

    span: DutySpan | None
    attendance: Attendance | None


class DutyBook:
    """Answers who is on duty at a moment, from the spans and sign-ins of the days around it.

    On duty is who has a shift then and did not sign out of it, or who signed in and not out, for LONGEST_SIGN_IN_US
    at most. Whom a position signed in is off duty when the shift ends: nobody stays on duty by a telephone that goes
    on sending.
    """

    def __init__(self, spans: Iterable[DutySpan] = (), attendance: Iterable[Attendance] = ()) -> None:
        self._spans: dict[str, list[DutySpan]] = {}
        self._attendance: dict[str, list[Attendance]] = {}
        for span in spans:
            self._spans.setdefault(span.person, []).append(span)
        for each in attendance:
            self._attendance.setdefault(each.person, []).append(each)

    def with_attendance(self, attendance: Attendance) -> DutyBook:
        """Return the book with one more sign-in."""
        book = DutyBook()
        book._spans = self._spans
        before = self._attendance.get(attendance.person, [])
        book._attendance = {**self._attendance, attendance.person: [*before, attendance]}
        return book

    def people(self) -> frozenset[str]:
        """Return the numbers of all whom it knows."""
        return frozenset((*self._spans, *self._attendance))

    def duty(self, person: str, at_us: int) -> Duty | None:
        """Return why somebody is on duty at a moment; None off duty."""
        span = next((each for each in self._spans.get(person, ()) if each.start_us <= at_us < each.end_us), None)
        open_ones = (each for each in self._attendance.get(person, ()) if _is_open(each, at_us))
        signed_in = next((each for each in open_ones if span or each.means is not SignInMeans.POSITION), None)
        if span is not None and signed_in is None and self._left(person, span, at_us):
            return None
        return Duty(span, signed_in) if span is not None or signed_in is not None else None

    def on_duty(self, at_us: int) -> dict[str, Duty]:
        """Return who is on duty at a moment, by number."""
        found = ((person, self.duty(person, at_us)) for person in sorted(self.people()))
        return {person: duty for person, duty in found if duty is not None}

    def _left(self, person: str, span: DutySpan, at_us: int) -> bool:
        """Whether the last that is known of the shift is a sign-out."""
        return any(
            each.signed_out_us is not None and span.start_us <= each.signed_out_us <= at_us
            for each in self._attendance.get(person, ())
        )


def _is_open(attendance: Attendance, at_us: int) -> bool:
    begun, ended = attendance.signed_in_us, attendance.signed_out_us
    return begun <= at_us < (begun + LONGEST_SIGN_IN_US if ended is None else ended)
