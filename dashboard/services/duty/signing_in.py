"""Use case: signing in and out of duty, and what is mine today."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.feeds import Feed
from dashboard.domain.positions.patrol import Mine, PatrolLine
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.domain.roster.duty import Duty, DutyBook, day_of, duty_spans
from dashboard.domain.roster.records import Attendance, SignInMeans
from dashboard.domain.text import Text
from dashboard.errors import Conflict, Forbidden
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.positions import PositionStore, PositionWork
from dashboard.services.access import require
from dashboard.services.positions.covering import covered, street_lines

EARLY_US: Final = HOUR_US
"""Who signs in so long before the shift signs in for it."""
_DAYS_AHEAD: Final = 7
_NOT_LINKED: Final = Text(
    "账号未关联人员，请管理员关联工号", "this account belongs to no person; ask the administrator to link a number"
)
_IN_ALREADY: Final = Text("已签到", "signed in already")
_NOT_IN: Final = Text("尚未签到", "not signed in")


class DutySignIn:
    """What officers do for themselves. Every method raises Forbidden without the right or a person, and Unavailable."""

    def __init__(self, store: PositionStore, notifier: LiveNotifier, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def mine(self, actor: Actor) -> Mine:
        """Return the own day."""
        number, at_us = _number(actor), self._clock()
        today = day_of(at_us, self._zone)
        with self._store.look() as work:
            person = next((each for each in work.people() if each.number == number), None)
            if person is None:
                raise Forbidden(_NOT_LINKED)
            shifts = work.shifts()
            last = today + timedelta(days=_DAYS_AHEAD)
            entries = [each for each in work.entries(today - timedelta(days=1), last) if each.person == number]
            spans = duty_spans(entries, shifts, work.absences(today, last), self._zone)
            book = DutyBook(spans, work.attendance(today - timedelta(days=1), today))
            duty = book.duty(number, at_us)
            key = work.person_keys().get(number, -1)
            since_us = _begun_us(duty, at_us)
            track = work.tracks([key], since_us, at_us + 1).get(key, ())
            own = _own_lines(work, number, since_us, at_us + 1)
            known = work.person_positions([key]).get(key)
            areas = {each.code: each.name for each in work.roster_areas().values()}
        coming = [(span, shifts[span.shift]) for span in spans if span.end_us > at_us]
        return Mine(at_us, person, coming, duty, known, len(track), own, areas)

    def sign_in(self, actor: Actor) -> None:
        """Sign in: for the shift that runs or begins within an hour, else without one. Raises Conflict when in."""
        number, at_us = _number(actor), self._clock()
        today = day_of(at_us, self._zone)
        with self._store.begin() as work:
            self._require_known(work, number)
            first, last = today - timedelta(days=1), today + timedelta(days=1)
            entries = [each for each in work.entries(first, last) if each.person == number]
            spans = duty_spans(entries, work.shifts(), work.absences(first, last), self._zone)
            book = DutyBook(spans, work.attendance(first, last))
            duty = book.duty(number, at_us)
            if duty is not None and duty.attendance is not None:
                raise Conflict(_IN_ALREADY)
            span = next((each for each in spans if each.start_us - EARLY_US <= at_us < each.end_us), None)
            day, shift = (span.day, span.shift) if span else (today, None)
            work.sign_in(Attendance(number, day, shift, at_us, None, SignInMeans.PAGE))
            work.note_in_audit(actor, "sign_in_for_duty", number, {"shift": shift, "day": day.isoformat()}, at_us)
            feeds = work.bump([Feed.ROSTER])
        self._notifier.publish([], feeds)

    def sign_out(self, actor: Actor) -> None:
        """Sign out; nothing is kept of the position from then on. Raises Conflict when not signed in."""
        number, at_us = _number(actor), self._clock()
        with self._store.begin() as work:
            self._require_known(work, number)
            if not work.sign_out(number, at_us):
                raise Conflict(_NOT_IN)
            key = work.person_keys().get(number)
            work.forget_positions([key] if key is not None else [])
            work.note_in_audit(actor, "sign_out_of_duty", number, {}, at_us)
            feeds = work.bump([Feed.ROSTER])
        self._notifier.publish([], feeds)

    def _require_known(self, work: PositionWork, number: str) -> None:
        if number not in work.person_keys():
            raise Forbidden(_NOT_LINKED)


def _own_lines(work: PositionWork, number: str, since_us: int, until_us: int) -> list[PatrolLine]:
    """The street lines that somebody answers for, by themselves or by the grid, and what was walked of them."""
    held = work.lines_of(number)
    lines = [each for each in street_lines(work) if each.code in held or each.parent in held]
    found = covered(work, lines, since_us, until_us)
    return [PatrolLine(each, found[each.code]) for each in lines]


def _number(actor: Actor) -> str:
    require(actor, Permission.SHARE_POSITION, Target(owner=actor.name))
    if actor.person is None:
        raise Forbidden(_NOT_LINKED)
    return actor.person


def _begun_us(duty: Duty | None, at_us: int) -> int:
    """Since when somebody is on duty; now for who is not."""
    if duty is None:
        return at_us
    begun = [duty.span.start_us] if duty.span else []
    begun += [duty.attendance.signed_in_us] if duty.attendance else []
    return min(begun, default=at_us)
