"""Use case: read the roster, as far as the right reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from typing import Final

from dashboard.domain.grid import AreaLevel
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.coverage import Strip, area_strip, need_spans, strip
from dashboard.domain.roster.duty import day_of, duty_spans, moment_us
from dashboard.domain.roster.planning import DAYS_AROUND, Grounds, cell_mark, conflicts, monday_of
from dashboard.domain.roster.readouts import RosterCell, RosterItem, RosterLine, RosterPlan, RosterWeek, ShiftUse
from dashboard.domain.roster.records import Entry, RosterArea
from dashboard.domain.squads.merging import standing
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.roster import RosterStore, RosterWork
from dashboard.services.access import require

MOST_DAYS: Final = 62
"""So many days are read at once."""
_CHOICES: Final = (AreaLevel.BLOCK, AreaLevel.GRID, AreaLevel.LINE)
_RANK: Final = {post: rank for rank, post in enumerate(Post)}


class Rosters:
    """The roster as people and programs read it. Every method raises Forbidden, and Unavailable."""

    def __init__(self, store: RosterStore, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def today(self) -> date:
        """Return the present day of the city."""
        return day_of(self._clock(), self._zone)

    def squads(self, actor: Actor) -> Sequence[Squad]:
        """Return the squads whose roster the actor may see, or see their own line of."""
        require(actor, Permission.VIEW_DUTY)
        with self._store.look() as work:
            every = standing(work.squads())
        return [each for each in every if each.code == actor.squad or _sees_squad(actor, each.code)]

    def week(self, squad: str, day: date, actor: Actor) -> RosterWeek:
        """Return the week of a day, from its Monday. Raises NotFound when there is no such squad.

        Whose right reaches only themselves gets their own line and no figures.
        """
        own_only = _sees_own_only(actor, squad)
        monday = monday_of(day)
        with self._store.look() as work:
            own = actor if own_only else None
            return _week(
                work, _squad(work, squad), [monday + timedelta(each) for each in range(7)], actor, self._zone, own
            )

    def plan(self, actor: Actor) -> RosterPlan:
        """Return the shifts, and the needs of the squads whose roster the actor may see."""
        require(actor, Permission.VIEW_DUTY)
        today = self.today()
        with self._store.look() as work:
            coming = Counter(each.shift for each in work.entries(today, today + timedelta(MOST_DAYS)))
            squads = [each for each in standing(work.squads()) if _sees_squad(actor, each.code)]
            shown = {each.code for each in squads}
            needs = {(each.squad, each.shift): each for each in work.needs() if each.squad in shown}
            shifts = tuple(ShiftUse(each, coming[each.code]) for each in work.shifts().values())
        return RosterPlan(
            shifts=shifts,
            squads=tuple(squads),
            needs=needs,
            may_edit_shifts=decide(actor, Permission.EDIT_ROSTER, Target()).allowed,
            editable=frozenset(
                code for code in shown if decide(actor, Permission.EDIT_ROSTER, Target(squad=code)).allowed
            ),
        )

    def items(self, from_day: date, until_day: date, squad: str, actor: Actor) -> Sequence[RosterItem]:
        """Return the entries of these days, of one squad or of all (empty) that the right reaches, by day and shift.

        Raises BadInput when the days are in the wrong order or more than MOST_DAYS, and NotFound.
        """
        _check_days(from_day, until_day)
        sees_all = decide(actor, Permission.VIEW_DUTY, Target()).allowed
        chosen = squad if squad or sees_all else actor.squad or ""
        own_only = _sees_own_only(actor, chosen)
        with self._store.look() as work:
            code = _squad(work, chosen).code if chosen else None
            grounds = grounds_of(work, from_day, until_day, self._zone)
            entries = work.entries(from_day, until_day, code)
            own = actor if own_only else None
        seen = [each for each in entries if own is None or each.person == own.person]
        return [_item(each, grounds) for each in seen]


def grounds_of(work: RosterWork, from_day: date, until_day: date, zone: tzinfo) -> Grounds:
    """Return what entries of these days, and of those around them, are judged by."""
    around = timedelta(DAYS_AROUND)
    return Grounds(
        shifts=work.shifts(),
        zone=zone,
        people={each.number: each for each in work.people()},
        areas=work.roster_areas(),
        absences=work.absences(from_day - around, until_day + around),
    )


def _week(
    work: RosterWork, squad: Squad, days: Sequence[date], actor: Actor, zone: tzinfo, own: Actor | None
) -> RosterWeek:
    around = timedelta(DAYS_AROUND)
    grounds = grounds_of(work, days[0], days[-1], zone)
    entries = work.entries(days[0] - around, days[-1] + around, squad.code)
    people = _people(
        grounds.people.values(), squad.code, {each.person for each in entries if each.day in days}, days, zone
    )
    may_edit = decide(actor, Permission.EDIT_ROSTER, Target(squad=squad.code)).allowed
    week = RosterWeek(
        squad=squad,
        days=tuple(days),
        shifts=grounds.shifts,
        areas=_choices(grounds.areas, squad.code, entries),
        lines=_lines(people, days, entries, grounds, own, tells_why=may_edit or own is not None),
        may_edit=may_edit,
    )
    if own is not None:
        return week
    strips, area_strips = _coverage(work, squad.code, days, entries, grounds)
    needs = tuple(each for each in work.needs() if each.squad == squad.code)
    return week._replace(strips=strips, area_strips=area_strips, needs=needs)


def _people(
    people: Iterable[Person], squad: str, rostered: Collection[str], days: Sequence[date], zone: tzinfo
) -> list[Person]:
    """Who is of the squad and worked here in these days, or has an entry in them; by post and number."""
    begun_us = moment_us(days[0], 0, zone)
    found = [
        each
        for each in people
        if each.squad == squad and (each.left_us is None or each.left_us > begun_us or each.number in rostered)
    ]
    return sorted(found, key=lambda each: (_RANK[each.post], each.number))


def _lines(
    people: Sequence[Person],
    days: Sequence[date],
    entries: Sequence[Entry],
    grounds: Grounds,
    own: Actor | None,
    *,
    tells_why: bool,
) -> tuple[RosterLine, ...]:
    cells: dict[tuple[str, date], list[Entry]] = {}
    for entry in entries:
        cells.setdefault((entry.person, entry.day), []).append(entry)
    found = conflicts(entries, grounds)

    def cell(person: str, day: date) -> RosterCell:
        absence, there = grounds.absence(person, day), cells.get((person, day), [])
        wrong = tuple(each for each in found if (each.person, each.day) == (person, day))
        told = absence if tells_why else None
        return RosterCell(day, tuple(there), cell_mark(there), absence is not None, told, wrong if tells_why else ())

    seen = [each for each in people if own is None or each.number == own.person]
    return tuple(RosterLine(each, tuple(cell(each.number, day) for day in days)) for each in seen)


def _coverage(
    work: RosterWork, squad: str, days: Sequence[date], entries: Sequence[Entry], grounds: Grounds
) -> tuple[tuple[Strip, ...], tuple[Strip, ...]]:
    zone, shifts = grounds.zone, grounds.shifts
    known = [each for each in entries if each.shift in shifts and not _has_left(each, grounds)]
    spans = duty_spans(known, shifts, grounds.absences, zone)
    needs = [each for each in work.needs() if each.squad == squad]
    needed = need_spans(needs, shifts, [days[0] - timedelta(1), *days], zone)
    strips = tuple(strip(day, spans, needed, zone) for day in days)
    named = list(dict.fromkeys(each.area for each in entries if each.area and each.day in days))
    areas = sorted(named, key=lambda code: grounds.areas[code].name if code in grounds.areas else code)
    return strips, tuple(area_strip(day, area, areas, spans, needed, zone) for area in areas for day in days)


def _has_left(entry: Entry, grounds: Grounds) -> bool:
    person = grounds.people.get(entry.person)
    begun_us = moment_us(entry.day, grounds.shifts[entry.shift].starts_min, grounds.zone)
    return person is not None and person.left_us is not None and person.left_us <= begun_us


def _choices(areas: Mapping[str, RosterArea], squad: str, entries: Iterable[Entry]) -> dict[str, RosterArea]:
    """What the squad may be sent to, and what it is sent to already."""
    named = {each.area for each in entries}
    has_own = any(each.squad == squad for each in areas.values())

    def is_choice(area: RosterArea) -> bool:
        fits = area.squad == squad if has_own else area.squad is not None
        return fits and area.level in _CHOICES

    return {code: each for code, each in areas.items() if is_choice(each) or code in named}


def _item(entry: Entry, grounds: Grounds) -> RosterItem:
    shift, area = grounds.shifts[entry.shift], grounds.areas.get(entry.area or "")
    return RosterItem(
        entry=entry,
        person=grounds.people[entry.person],
        shift=shift,
        area_name=area.name if area else None,
        start_us=moment_us(entry.day, shift.starts_min, grounds.zone),
        end_us=moment_us(entry.day, shift.ends_min, grounds.zone),
        is_away=grounds.absence(entry.person, entry.day) is not None,
    )


def _squad(work: RosterWork, code: str) -> Squad:
    found = next((each for each in work.squads() if each.code == code), None)
    if found is None:
        raise NotFound(Text(f"没有编码为 {code:.40} 的中队", f"there is no squad {code:.40}"))
    return found


def _sees_squad(actor: Actor, squad: str) -> bool:
    return decide(actor, Permission.VIEW_DUTY, Target(squad=squad or None)).allowed


def _sees_own_only(actor: Actor, squad: str) -> bool:
    """Whether the right reaches only the actor's own line, in their own squad. Raises Forbidden for another's."""
    if _sees_squad(actor, squad):
        return False
    is_own = squad == (actor.squad or "")
    require(actor, Permission.VIEW_DUTY, Target(owner=actor.name) if is_own else Target(squad=squad))
    return True


def _check_days(from_day: date, until_day: date) -> None:
    if not 0 <= (until_day - from_day).days < MOST_DAYS:
        raise BadInput(
            Text(
                f"结束日不能早于开始日，最多 {MOST_DAYS} 天",
                f"the last day must follow the first, at most {MOST_DAYS} days",
            )
        )
