"""Use case: who is on duty now, where, and with which skill; where somebody was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import Final

from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.people.records import Person
from dashboard.domain.positions.coverage import LineCoverage
from dashboard.domain.positions.patrol import DutyNow, OnDuty, PatrolLine
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.standing import (
    NO_SQUAD_HUE,
    STILL_RULE,
    Dot,
    DutyFigures,
    SquadDuty,
    Standing,
    StillLimits,
    dot_of,
    hues_of,
    standing_of,
)
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.roster.figures import AttendanceReport, Period, sums
from dashboard.domain.rules import Scope
from dashboard.domain.squads.merging import standing
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.alarms import RuleSource
from dashboard.ports.operations import Clock
from dashboard.ports.positions import PatrolPost, PositionStore, PositionWork
from dashboard.services.access import require
from dashboard.services.positions.covering import street_lines
from dashboard.services.positions.recording import read_duty
from dashboard.services.remembered import Remembered

LONGEST_TRACK_US: Final = DAY_US
LOOK_NOTED_EVERY_US: Final = 10 * MINUTE_US
MOST_DAYS: Final = 1_100
"""Three years and a quarter: a quarter beside that of the year before, and the one before that."""
_NOBODY: Final = Text("没有这个工号", "there is no person of that number")
_TOO_LONG: Final = Text("轨迹一次最多 24 小时", "ask for at most 24 hours of a track")
_DAYS: Final = Text(f"起止日期须有序，最多 {MOST_DAYS} 天", f"the days must be in order, {MOST_DAYS} at most")
_NOT_YET: Final = LineCoverage(0.0, 0.0, 0.0, None)


class DutyDesk:
    """Answers about people on duty. Every method raises Unavailable when the database is out of reach."""

    def __init__(self, store: PositionStore, rules: RuleSource, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._looked = Remembered()

    def now(self, actor: Actor, squad: str | None = None) -> DutyNow:
        """Return who is on duty: everybody, those of the own squad, or oneself, as far as the right reaches.

        The audit log has who looked at where others are, before the first look and again each ten minutes.
        """
        require(actor, Permission.VIEW_DUTY)
        at_us, limits = self._clock(), self._still_limits()
        with self._store.look() as work:
            book = read_duty(work, at_us, self._zone).on_duty(at_us)
            people = {each.number: each for each in work.people() if each.number in book}
            keys, positions = work.person_keys(), work.person_positions()
            squads, posts = work.squads(), _posts(work, limits)
        hues = hues_of(each.code for each in squads)
        found = [
            OnDuty(
                person=person,
                duty=book[number],
                known=known,
                standing=standing_of(known, at_us, _limit_of(number, posts, limits)),
                hue=hues.get(person.squad or "", NO_SQUAD_HUE),
            )
            for number, person in people.items()
            if _may_see(actor, person) and squad in (None, person.squad)
            for known in [positions.get(keys.get(number, -1))]
        ]
        found.sort(key=lambda each: (each.person.squad or "", each.person.number))
        if any(each.person.number != actor.person for each in found):
            self._note_look(actor, squad, at_us)
        return DutyNow(at_us, found, squads, limits.shown_us)

    def track(self, number: str, from_us: int, until_us: int, actor: Actor) -> Sequence[Position]:
        """Return where somebody was, of what is kept; the audit log has who looked at another's.

        Raises NotFound, Forbidden, and BadInput beyond 24 hours.
        """
        if not 0 < until_us - from_us <= LONGEST_TRACK_US:
            raise BadInput(_TOO_LONG)
        with self._store.begin() as work:
            person = next((each for each in work.people() if each.number == number), None)
            if person is None:
                raise NotFound(_NOBODY)
            require(actor, Permission.VIEW_DUTY, _target(actor, person))
            if actor.person != number:
                told = {"from": moment_text(from_us), "until": moment_text(until_us)}
                work.note_in_audit(actor, "view_track", number, told, self._clock())
            key = work.person_keys().get(number)
            return work.tracks([key], from_us, until_us).get(key, ()) if key is not None else ()

    def coverage(self, actor: Actor, squad: str | None) -> Sequence[PatrolLine]:
        """Return the street lines of a squad, or of all, and how much of them was walked in the last two hours."""
        require(actor, Permission.VIEW_DUTY_FIGURES, Target(squad=squad))
        with self._store.look() as work:
            return patrol_lines(work, squad)

    def grids(self, actor: Actor, squad: str | None) -> frozenset[str] | None:
        """Return the codes of a squad's grids; None for all of them."""
        require(actor, Permission.VIEW_DUTY_FIGURES, Target(squad=squad))
        if squad is None:
            return None
        with self._store.look() as work:
            return frozenset(each.code for each in work.patrol_areas() if each.squad == squad)

    def attendance(
        self, actor: Actor, first: date, last: date, squad: str | None = None, period: Period = Period.DAY
    ) -> AttendanceReport:
        """Return the figures of attendance by period and squad. Raises BadInput for more than MOST_DAYS."""
        require(actor, Permission.VIEW_DUTY_FIGURES, Target(squad=squad))
        if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise BadInput(_DAYS)
        with self._store.look() as work:
            names = {each.code: each.name for each in work.squads()}
            return AttendanceReport(sums(work.attendance_figures(first, last, self._zone, squad), period), names)

    def take_out_attendance(
        self, actor: Actor, first: date, last: date, squad: str | None, period: Period
    ) -> AttendanceReport:
        """Return the same to be taken out, which is noted first."""
        report = self.attendance(actor, first, last, squad, period)
        told = {"from": first.isoformat(), "until": last.isoformat(), "by": period.value, "squad": squad}
        with self._store.begin() as work:
            work.note_in_audit(actor, "export_attendance", "attendance", told, self._clock())
        return report

    def figures(self, actor: Actor, squad: str | None = None) -> DutyFigures:
        """Return a squad, or everybody, in figures without names."""
        require(actor, Permission.VIEW_DUTY_FIGURES, Target(squad=squad))
        at_us, limits = self._clock(), self._still_limits()
        with self._store.look() as work:
            return figures_of(work, squad, at_us, self._zone, limits)

    def by_squad(self) -> Sequence[SquadDuty]:
        """Return every squad in figures without names, as walls show them to whoever stands before them."""
        at_us, limits = self._clock(), self._still_limits()
        with self._store.look() as work:
            squads = work.squads()
            hues = hues_of(each.code for each in squads)
            return [
                SquadDuty(each.name, figures_of(work, each.code, at_us, self._zone, limits), hues[each.code])
                for each in standing(squads)
            ]

    def dots(self) -> Sequence[Dot]:
        """Return where those on duty are who are heard, without saying who, in an order that says nothing of them."""
        at_us, limits = self._clock(), self._still_limits()
        with self._store.look() as work:
            there = read_duty(work, at_us, self._zone).on_duty(at_us)
            hues, numbers = hues_of(each.code for each in work.squads()), work.person_keys()
            known = work.person_positions([numbers[number] for number in there if number in numbers])
            posts, number_of = _posts(work, limits), {key: number for number, key in numbers.items()}
            hue_of = {numbers.get(each.number): hues.get(each.squad or "", NO_SQUAD_HUE) for each in work.people()}
        dots = [
            dot_of(each, hue_of.get(key, NO_SQUAD_HUE), at_us, _limit_of(number_of[key], posts, limits))
            for key, each in known.items()
        ]
        return sorted(dot for dot in dots if dot.standing is not Standing.NO_SIGNAL)

    def today(self) -> date:
        """Return the day of the city."""
        return day_of(self._clock(), self._zone)

    def begin_of(self, day: date) -> int:
        """Return when a day of the city begins, in µs since the epoch."""
        return moment_us(day, 0, self._zone)

    def _note_look(self, actor: Actor, squad: str | None, at_us: int) -> None:
        def write() -> bool:
            with self._store.begin() as work:
                work.note_in_audit(actor, "view_positions", squad or "all", {}, at_us)
            return True

        self._looked.get((actor.name, actor.means, squad), at_us // LOOK_NOTED_EVERY_US, write)

    def _still_limits(self) -> StillLimits:
        overrides = self._rules.rule_overrides()
        has_places = any(each.rule_key == STILL_RULE and each.scope is Scope.AREA for each in overrides)
        return StillLimits(overrides, self._rules.area_paths() if has_places else {})


def figures_of(work: PositionWork, squad: str | None, at_us: int, zone: tzinfo, limits: StillLimits) -> DutyFigures:
    """Return a squad, or everybody, in figures as of a moment."""
    today = day_of(at_us, zone)
    squad_of = {each.number: each.squad for each in work.people()}
    on_duty = read_duty(work, at_us, zone).on_duty(at_us)
    there = {number: duty for number, duty in on_duty.items() if squad in (None, squad_of.get(number))}
    keys, positions, posts = work.person_keys(), work.person_positions(), _posts(work, limits)
    lines = patrol_lines(work, squad)
    attended = sums(work.attendance_figures(today, today, zone, squad), Period.DAY)
    return DutyFigures(
        on_duty=sum(duty.attendance is not None for duty in there.values()),
        due=len(there),
        by_standing=Counter(
            standing_of(positions.get(keys.get(number, -1)), at_us, _limit_of(number, posts, limits))
            for number in there
        ),
        length_m=sum(each.coverage.length_m for each in lines),
        walked_m=sum(each.coverage.walked_m for each in lines),
        turnouts=AttendanceReport(attended, {}).turnouts,
        still_us=limits.shown_us,
    )


def _posts(work: PositionWork, limits: StillLimits) -> Mapping[str, PatrolPost]:
    """By whom limits differ; nothing is asked where one holds for all."""
    return {} if limits.is_one_for_all else work.patrol_posts()


def _limit_of(number: str, posts: Mapping[str, PatrolPost], limits: StillLimits) -> int | None:
    post = posts.get(number)
    return limits.of(post.device if post else None)


def patrol_lines(work: PositionWork, squad: str | None) -> list[PatrolLine]:
    """Return how much of each street line of a squad, or of all, was walked, as it was computed last."""
    known = work.line_coverage()
    return [
        PatrolLine(each, known.get(each.code, _NOT_YET)) for each in street_lines(work) if squad in (None, each.squad)
    ]


def moment_text(at_us: int) -> str:
    """Return a moment as the audit log has it."""
    return from_us(at_us).isoformat(timespec="seconds")


def _target(actor: Actor, person: Person) -> Target:
    owner = actor.name if actor.person is not None and actor.person == person.number else None
    return Target(owner=owner, squad=person.squad)


def _may_see(actor: Actor, person: Person) -> bool:
    return decide(actor, Permission.VIEW_DUTY, _target(actor, person)).allowed
