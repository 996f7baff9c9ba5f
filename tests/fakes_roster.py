"""A roster in memory: two squads, their people, shifts and a few entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from dashboard.domain.feeds import Feed
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Actor
from dashboard.domain.roster.records import Absence, Entry, Need, RosterArea, Shift
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from dashboard.ports.roster import RosterStore, RosterWork
from dashboard.services.roster.editing import RosterEditing
from dashboard.services.roster.reading import Rosters
from tests.fakes_alarms import FakeNotifier

FRIDAY = date(2026, 11, 27)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def _people() -> list[Person]:
    return [
        Person(number=number, name=PersonName(name), post=post, squad=squad, skills=("市容",))
        for number, name, post, squad in (
            ("001", "王小明", Post.SQUAD_LEADER, "S1"),
            ("002", "李小红", Post.OFFICER, "S1"),
            ("003", "赵小刚", Post.OFFICER, "S2"),
        )
    ]


@dataclass
class FakeRosterWork:
    """The roster inside a transaction that is never undone."""

    kept: dict[tuple[str, date, str], Entry] = field(default_factory=dict)
    away: dict[tuple[str, date], Absence] = field(default_factory=dict)
    needed: list[Need] = field(default_factory=lambda: [Need("S1", "D", frozenset(range(1, 8)), 2)])
    known: dict[str, Shift] = field(default_factory=lambda: {each.code: each for each in USUAL_SHIFTS})
    staff: list[Person] = field(default_factory=_people)
    own_squads: list[Squad] = field(
        default_factory=lambda: [Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")]
    )
    deeds: list[tuple[str, str, Mapping[str, object]]] = field(default_factory=list)

    def shifts(self) -> Mapping[str, Shift]:
        return self.known

    def save_shifts(self, shifts: Sequence[Shift]) -> None:
        self.known |= {each.code: each for each in shifts}

    def entries(self, from_day: date, until_day: date, squad: str | None = None) -> Sequence[Entry]:
        squads = {each.number: each.squad for each in self.staff}
        found = [each for each in self.kept.values() if from_day <= each.day <= until_day]
        return sorted(each for each in found if squad in (None, squads[each.person]))

    def save_entries(self, entries: Sequence[Entry]) -> None:
        self.kept |= {each[:3]: each for each in entries}

    def remove_entries(self, entries: Collection[Entry]) -> int:
        return sum(self.kept.pop(each[:3], None) is not None for each in entries)

    def absences(self, from_day: date, until_day: date) -> Sequence[Absence]:
        return [each for each in self.away.values() if each.from_day <= until_day and each.until_day >= from_day]

    def save_absence(self, absence: Absence) -> None:
        self.away[absence[:2]] = absence

    def remove_absence(self, person: str, from_day: date) -> bool:
        return self.away.pop((person, from_day), None) is not None

    def needs(self) -> Sequence[Need]:
        return self.needed

    def save_needs(self, needs: Sequence[Need]) -> None:
        self.needed += needs

    def roster_areas(self) -> Mapping[str, RosterArea]:
        areas = (RosterArea("G1", "一网格", "grid", "S1"), RosterArea("G2", "二网格", "grid", "S2"))
        return {each.code: each for each in areas}

    def squads(self) -> Sequence[Squad]:
        return self.own_squads

    def people(self) -> Sequence[Person]:
        return self.staff

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        self.deeds.append((action, subject, detail))

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        return dict.fromkeys(feeds, 1)


class FakeRosterStore(RosterStore):
    """Hands the one work out."""

    def __init__(self) -> None:
        self.work = FakeRosterWork()

    @contextmanager
    def begin(self) -> Iterator[RosterWork]:
        yield cast("Any", self.work)

    look = begin


class FakeRoster:
    """The services of the roster on the store in memory, on a Friday."""

    def __init__(self, now_us: int) -> None:
        self.store = FakeRosterStore()
        self.reading = Rosters(self.store, lambda: now_us, SHANGHAI)
        self.editing = RosterEditing(self.store, FakeNotifier(), lambda: now_us, SHANGHAI)
