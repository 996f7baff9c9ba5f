"""Use case: take in where people are, while they are on duty and at no other time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import Final

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.feeds import Feed
from dashboard.domain.positions.known import OFF_DUTY, UNKNOWN_PERSON, Heard, KnownPosition, Taken
from dashboard.domain.positions.plausibility import judge
from dashboard.domain.positions.refusals import PositionRefusal
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import moved
from dashboard.domain.roster.duty import Duty, DutyBook, DutySpan, day_of, duty_spans
from dashboard.domain.roster.records import Attendance, SignInMeans
from dashboard.ports.positions import PositionRows, PositionStore, PositionTaking, PositionWork
from dashboard.ports.roster import RosterRows

READ_AGAIN_US: Final = MINUTE_US
"""So often the roster is read again though nothing says that it changed: the day moves on."""
_OWN: Final = "person:"


def read_duty(work: PositionWork, at_us: int, zone: tzinfo) -> DutyBook:
    """Return who is on duty around a moment: the shifts and sign-ins of the days before, of and after it."""
    return DutyBook(read_shifts(work, at_us, zone), work.attendance(*_days_around(at_us, zone)))


def read_shifts(rows: RosterRows, at_us: int, zone: tzinfo) -> list[DutySpan]:
    """Return the shifts of the days before, of and after a moment, without those of people who are away."""
    first, last = _days_around(at_us, zone)
    return duty_spans(rows.entries(first, last), rows.shifts(), rows.absences(first, last), zone)


def _days_around(at_us: int, zone: tzinfo) -> tuple[date, date]:
    today = day_of(at_us, zone)
    return today - timedelta(days=1), today + timedelta(days=1)


class Positions:
    """Keeps positions of people on duty; of others nothing, not even that they reported.

    `refresh` follows people and roster; call it once a second. It raises Unavailable.
    """

    def __init__(self, store: PositionStore, zone: tzinfo) -> None:
        self._store = store
        self._zone = zone
        self._revisions: tuple[int, int] | None = None
        self._read_us = 0
        self._keys: Mapping[str, int] = {}
        self._sources: Mapping[str, str] = {}
        self._duty = DutyBook()

    def refresh(self, revisions: Mapping[Feed, int], now_us: int) -> None:
        """Read people and roster again when their revisions changed, or a minute has gone by."""
        present = (revisions.get(Feed.PEOPLE, 0), revisions.get(Feed.ROSTER, 0))
        if present == self._revisions and now_us - self._read_us < READ_AGAIN_US:
            return
        with self._store.look() as work:
            self._keys, self._sources = work.person_keys(), work.people_of_sources()
            self._duty = read_duty(work, now_us, self._zone)
        self._revisions, self._read_us = present, now_us

    def take(self, work: PositionTaking, heard: Sequence[Heard]) -> tuple[Taken, Sequence[Feed]]:
        """Record reports in the caller's transaction; return what became of them, and the feeds that changed.

        The first position of a shift signs its person in.
        """
        refused: Counter[str] = Counter()
        by_person = self._by_person(heard, refused)
        before = work.person_positions([self._keys[person] for person in by_person]) if by_person else {}
        newest: dict[int, KnownPosition] = {}
        points: dict[int, list[Position]] = {}
        signed_in = 0
        for person, reports in by_person.items():
            key = self._keys[person]
            known = before.get(key)
            for position, received_us, duty in self._believed(person, reports, known, refused):
                points.setdefault(key, []).append(position)
                known = _newer(known, position, received_us)
                signed_in += self._sign_in(work, person, duty, position)
            if known is not None and key in points:
                newest[key] = known
        work.record_positions(newest, points)
        kept = sum(len(track) for track in points.values())
        return Taken(kept, dict(refused)), ([Feed.ROSTER] if signed_in else [])

    def _by_person(self, heard: Iterable[Heard], refused: Counter[str]) -> dict[str, list[Heard]]:
        found: dict[str, list[Heard]] = {}
        for each in heard:
            source = each.report.source
            person = source.removeprefix(_OWN) if source.startswith(_OWN) else self._sources.get(source, "")
            if person in self._keys:
                found.setdefault(person, []).append(each)
            else:
                refused[UNKNOWN_PERSON] += 1
        return found

    def _believed(
        self, person: str, reports: Iterable[Heard], known: KnownPosition | None, refused: Counter[str]
    ) -> Iterable[tuple[Position, int, Duty]]:
        previous = known.position if known else None
        for report, received_us in sorted(reports, key=lambda each: each.report.at_us or each.received_us):
            found = judge(report, received_us, previous)
            if isinstance(found, PositionRefusal):
                refused[found.value] += 1
                continue
            duty = self._duty.duty(person, found.at_us)
            if duty is None:
                refused[OFF_DUTY] += 1
                continue
            previous = found
            yield found, received_us, duty

    def _sign_in(self, work: PositionTaking, person: str, duty: Duty, position: Position) -> bool:
        """Sign in who has a shift and has not signed in for it."""
        span = duty.span
        if span is None or duty.attendance is not None:
            return False
        attendance = Attendance(person, span.day, span.shift, position.at_us, None, SignInMeans.POSITION)
        work.sign_in(attendance)
        self._duty = self._duty.with_attendance(attendance)
        return True


def _newer(known: KnownPosition | None, position: Position, received_us: int) -> KnownPosition:
    """The newest position, by the time of measuring; what comes late is part of the track alone."""
    if known is not None and position.at_us <= known.position.at_us:
        return known
    return KnownPosition(position, received_us, moved(known.still if known else None, position))


def forget(rows: PositionRows, now_us: int, kept: timedelta) -> int:
    """Remove tracks that are older than they are kept; return how many positions that were."""
    return rows.forget_tracks(now_us - kept // timedelta(microseconds=1))
