"""The roster of the demo bureau: shifts by turns, leave, illness, and the gaps that come of them.

Each week is made by itself from seed and Monday, so that a demo that is started later goes on with the same roster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dashboard.domain.people.posts import Post, Role
from dashboard.domain.people.records import Person
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry, Need, Shift
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.chance import scatter
from data_sources.demo_city.records import DemoCity

SHIFTS: Final[Sequence[Shift]] = USUAL_SHIFTS
WEEKS_BEFORE: Final = 2
WEEKS_AFTER: Final = 2
_OFF: Final = "-"
# One sign a day from Monday: the code of a shift. From one turn to the next nobody has more than six days in a row,
# and everybody 11 hours of rest.
_TURNS: Final = ("-DDDD--", "EEEEE--", "NNNNN--", "-S-S---", "DDD--WW")
_OFFICE_WEEK: Final = "DDDDD--"
_DEPUTY_WEEK: Final = "-DDDDW-"
_GRID_LEADER_WEEKS: Final = ("DDDDD--", "DDD-DW-", "DDDDD--", "DDDD--W")
_WORKDAYS: Final = frozenset({1, 2, 3, 4, 5})
_LEAVE: Final = 0.075
_ILLNESS: Final = 0.035
_TRAINING: Final = 0.012
"""How likely somebody's leave, illness or training begins in a week."""
_LONGEST_DAYS: Final = {AbsenceKind.LEAVE: 5, AbsenceKind.ILL: 3, AbsenceKind.TRAINING: 2}


@dataclass(frozen=True, kw_only=True)
class DemoWeek:
    """Entries of a week, and the absences that begin in it."""

    entries: tuple[Entry, ...]
    absences: tuple[Absence, ...]


def make_needs(bureau: DemoBureau) -> list[Need]:
    """Return what each squad needs: a full day, a few in the evening, at night and at weekends, 零时 twice a week."""
    found: list[Need] = []
    for squad in bureau.squads:
        posts = [each.post for each in bureau.people if each.squad == squad.code]
        turn = posts.count(Post.OFFICER) // len(_TURNS)
        steady = len(posts) - posts.count(Post.OFFICER)
        wanted = (
            ("D", _WORKDAYS, max(1, steady - 1) + turn),
            ("E", _WORKDAYS, turn),
            ("N", _WORKDAYS, turn),
            ("S", frozenset({2, 4}), turn),
            ("W", frozenset({6, 7}), turn),
        )
        found += [Need(squad.code, shift, days, people) for shift, days, people in wanted]
    return found


def make_week(city: DemoCity, bureau: DemoBureau, seed: int, monday: date) -> DemoWeek:
    """Return the week of a Monday; those on leave or in training have no entries, who falls ill keeps theirs."""
    areas = _areas(city, bureau)
    begun = _absences(bureau, seed, monday)
    away = [each for each in (*_absences(bureau, seed, monday - timedelta(7)), *begun) if each.kind != AbsenceKind.ILL]
    entries = [
        Entry(person.number, monday + timedelta(day), code, areas.get(person.number))
        for person, turn in _turns(bureau, monday)
        for day, code in enumerate(turn)
        if code != _OFF and not _is_away(away, person.number, monday + timedelta(day))
    ]
    return DemoWeek(entries=tuple(entries), absences=tuple(begun))


def _turns(bureau: DemoBureau, monday: date) -> Iterator[tuple[Person, str]]:
    """Who has what in the week: officers change their turn every week, five turns in all."""
    week = monday.toordinal() // 7
    for squad in bureau.squads:
        counts: dict[Post, int] = {}
        for person in (each for each in bureau.people if each.squad == squad.code):
            place = counts[person.post] = counts.get(person.post, -1) + 1
            yield person, _turn(person.post, place + week)


def _turn(post: Post, step: int) -> str:
    match post:
        case Post.OFFICER:
            return _TURNS[step % len(_TURNS)]
        case Post.GRID_LEADER:
            return _GRID_LEADER_WEEKS[step % len(_GRID_LEADER_WEEKS)]
        case Post.DEPUTY_SQUAD_LEADER:
            return _DEPUTY_WEEK
    return _OFFICE_WEEK


def _absences(bureau: DemoBureau, seed: int, monday: date) -> list[Absence]:
    found = []
    for index, person in enumerate(bureau.people):
        kind = _reason(scatter(seed, index, monday.toordinal())) if person.squad else None
        if kind is not None:
            first = monday + timedelta(int(5 * scatter(seed, index, monday.toordinal(), 1)))
            length = 1 + int(_LONGEST_DAYS[kind] * scatter(seed, index, monday.toordinal(), 2))
            last = min(first + timedelta(length - 1), monday + timedelta(6))
            found.append(Absence(person.number, first, last, kind))
    return found


def _reason(drawn: float) -> AbsenceKind | None:
    if drawn < _LEAVE:
        return AbsenceKind.LEAVE
    if drawn < _LEAVE + _ILLNESS:
        return AbsenceKind.ILL
    return AbsenceKind.TRAINING if drawn < _LEAVE + _ILLNESS + _TRAINING else None


def _is_away(absences: Sequence[Absence], person: str, day: date) -> bool:
    return any(each.person == person and each.from_day <= day <= each.until_day for each in absences)


def _areas(city: DemoCity, bureau: DemoBureau) -> Mapping[str, str]:
    """Where people go: to the grid that they answer for or that of their line; area leaders to their block."""
    parents = {area.code: area.parent or area.code for area in city.areas}
    found: dict[str, str] = {}
    for each in bureau.responsibilities:
        if each.person is not None:
            is_line = each.role == Role.LINE_OFFICER
            found.setdefault(each.person, parents[each.area] if is_line else each.area)
    return found
