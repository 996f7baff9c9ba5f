"""An office with two squads and their roster, for tests on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.domain.roster.records import Absence, AbsenceKind, Entry
from dashboard.domain.roster.shifts import USUAL_SHIFTS
from dashboard.services.roster.editing import RosterEditing
from dashboard.services.roster.reading import Rosters
from data_sources.db import tables as t
from data_sources.db.roster.store import SqlRosterStore
from tests.actors import acting
from tests.adapters.city_of_four import settle
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.servers import NOW

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MONDAY: Final = date(2026, 11, 23)
LEADER: Final = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1")
OFFICER: Final = acting("officer", Role.OFFICER)._replace(squad="S1")
DISPATCHER: Final = acting("dispatcher", Role.DISPATCHER)


def entry(days: int, shift: str, person: str = "001", area: str | None = None) -> Entry:
    """An entry so many days after the Monday."""
    return Entry(person, MONDAY + timedelta(days), shift, area)


def ill(days: int, person: str) -> Absence:
    """Somebody is ill on that day."""
    return Absence(person, MONDAY + timedelta(days), MONDAY + timedelta(days), AbsenceKind.ILL)


class RosterOffice:
    """Squad S1 has G1 and the people 001, 002 and 005, who left; S2 has G2 and 003; 004 is of no squad."""

    def __init__(self, engine: Engine) -> None:
        settle(engine)
        self.engine = engine
        self.store = SqlRosterStore(engine, FakeClock(NOW))
        self.notifier = FakeNotifier()
        self.rosters = Rosters(self.store, FakeClock(NOW), SHANGHAI)
        self.editing = RosterEditing(self.store, self.notifier, FakeClock(NOW), SHANGHAI)
        with self.store.begin() as work:
            work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
            work.save_people([_person(number) for number in ("001", "002", "003", "004", "005")])
            work.save_shifts(USUAL_SHIFTS)
        with engine.begin() as connection:
            squad = select(t.squad.c.squad_key).where(t.squad.c.code == "S2").scalar_subquery()
            connection.execute(t.area.update().where(t.area.c.code == "G2").values(squad_key=squad))

    def put(self, *entries: Entry) -> None:
        """Store entries without a service."""
        with self.store.begin() as work:
            work.save_entries(entries)

    def away(self, *absences: Absence) -> None:
        """Store absences without a service."""
        with self.store.begin() as work:
            for absence in absences:
                work.save_absence(absence)

    def entries(self) -> list[Entry]:
        """All that is on the roster of these weeks."""
        with self.store.look() as work:
            return list(work.entries(MONDAY - timedelta(30), MONDAY + timedelta(30)))

    def deeds(self) -> list[tuple[Any, ...]]:
        """Who did what to whom, from the audit log."""
        columns = t.audit.c
        with self.engine.connect() as connection:
            query = select(columns.actor, columns.action, columns.subject, columns.detail).order_by(columns.number)
            return [tuple(row) for row in connection.execute(query)]


def _person(number: str) -> Person:
    squads = {"001": "S1", "002": "S1", "005": "S1", "003": "S2"}
    post = Post.SQUAD_LEADER if number == "002" else Post.OFFICER
    left_us = 1_600_000_000_000_000 if number == "005" else None
    return Person(number=number, name=PersonName("张〇一"), post=post, squad=squads.get(number), left_us=left_us)
