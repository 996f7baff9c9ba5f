"""Inspections on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from dashboard.domain.durations import DAY_US
from dashboard.domain.inspections.records import Mark, Point
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.domain.roster.duty import day_of
from dashboard.domain.roster.records import Attendance, Entry, Shift, ShiftKind, SignInMeans
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.services.inspections.inspecting import Inspections
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.inspections.store import SqlInspectionStore
from tests.actors import acting
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

ZONE = Settings().timezone
CHIEF = acting("chief", Role.DISPATCHER)
LEADER = acting("leader", Role.SQUAD_LEADER)._replace(squad="S2", person="4")
GOOD = {point.value: Mark.GOOD.value for point in Point}


class Rig:
    """Four people on duty all day; three signed in, of whom one leads S2. Chance is what a test says."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock, self.chance = engine, FakeClock(NOW), 0.0
        self.store = SqlInspectionStore(engine, self.clock)
        today = day_of(NOW, ZONE)
        with self.store.begin() as work:
            work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
            squads = {"1": "S1", "2": "S1", "3": "S2", "4": "S2"}
            work.save_people(
                [
                    Person(number=number, name=PersonName("张〇一"), post=Post.OFFICER, squad=squad)
                    for number, squad in squads.items()
                ]
            )
            work.save_shifts([Shift("A", "全天", ShiftKind.DAY, 0, 1440)])
            work.save_entries([Entry(each, today + timedelta(n), "A") for each in squads for n in range(40)])
            for person in ("1", "3", "4"):
                work.sign_in(Attendance(person, today, "A", NOW - 1, None, SignInMeans.PAGE))
        self.inspections = Inspections(self.store, self.clock, ZONE, lambda: self.chance)

    def audited(self, action: str) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(select(func.count()).where(t.audit.c.action == action)).scalar_one())


@pytest.fixture
def rig(engine: Engine) -> Rig:
    return Rig(engine)


def test_somebody_who_is_signed_in_is_picked_and_the_draw_can_be_proven(rig: Rig) -> None:
    picked = rig.inspections.pick(CHIEF)
    assert (picked.person, picked.squad, picked.candidates, picked.picked_before, picked.chance) == (
        "1",
        "S1",
        3,
        0,
        0.0,
    )
    rig.chance = 0.999
    assert rig.inspections.pick(CHIEF).person == "4"
    assert [each.person for each in rig.inspections.listed(CHIEF)] == ["4", "1"]
    assert rig.audited("pick_inspection") == 2


def test_who_was_picked_lately_counts_less_for_30_days(rig: Rig) -> None:
    rig.inspections.pick(CHIEF)
    rig.chance = 0.3
    second = rig.inspections.pick(CHIEF)
    assert (second.person, second.picked_before) == ("3", 0), "a third of the chance was the first one's before"
    rig.chance = 0.0
    assert rig.inspections.pick(CHIEF).picked_before == 1
    rig.clock.now_us += 30 * DAY_US + 1
    with rig.store.begin() as work:
        day = day_of(rig.clock(), ZONE)
        work.sign_in(Attendance("1", day, "A", rig.clock() - 1, None, SignInMeans.PAGE))
    again = rig.inspections.pick(CHIEF)
    assert (again.person, again.picked_before) == ("1", 0)


def test_a_leader_draws_of_the_own_squad_and_never_oneself(rig: Rig) -> None:
    rig.chance = 0.99
    assert rig.inspections.pick(LEADER, "S2").person == "3"
    for squad in (None, "S1"):
        with pytest.raises(Forbidden):
            rig.inspections.pick(LEADER, squad)
    rig.inspections.pick(CHIEF, "S1")
    assert [each.squad for each in rig.inspections.listed(LEADER)] == ["S2"]
    with pytest.raises(Forbidden):
        rig.inspections.listed(acting("officer", Role.OFFICER))


def test_without_anybody_signed_in_nobody_is_picked(rig: Rig) -> None:
    with rig.store.begin() as work:
        for person in ("1", "3", "4"):
            work.sign_out(person, rig.clock())
    with pytest.raises(Conflict):
        rig.inspections.pick(CHIEF)
    assert rig.audited("pick_inspection") == 0


def test_what_was_found_is_written_down_once_by_who_drew(rig: Rig) -> None:
    key = rig.inspections.pick(CHIEF).inspection_key
    marks = {**GOOD, Point.UNIFORM.value: Mark.BAD.value}
    for wrong in ({}, {**GOOD, "luck": "good"}, {**GOOD, Point.UNIFORM.value: "fine"}):
        with pytest.raises(BadInput):
            rig.inspections.fill_in(key, wrong, "", CHIEF)
    with pytest.raises(BadInput):
        rig.inspections.fill_in(key, marks, "x" * 401, CHIEF)
    with pytest.raises(Forbidden):
        rig.inspections.fill_in(key, marks, "", acting("other", Role.DISPATCHER))
    with pytest.raises(NotFound):
        rig.inspections.fill_in(key + 9, marks, "", CHIEF)
    rig.clock.now_us += 5
    rig.inspections.fill_in(key, marks, " 没戴帽子 ", CHIEF)
    (found,) = rig.inspections.listed(CHIEF)
    assert (found.note, found.ended_us) == ("没戴帽子", rig.clock())
    assert found.marks is not None
    assert [point for point, mark in found.marks.items() if mark is Mark.BAD] == [Point.UNIFORM]
    with pytest.raises(Conflict):
        rig.inspections.fill_in(key, GOOD, "", CHIEF)
    assert rig.audited("fill_in_inspection") == 1
