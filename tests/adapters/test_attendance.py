"""Attendance by quarter and squad on both databases, beside a count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.roster.figures import Period
from dashboard.domain.roster.records import Absence, AbsenceKind, Attendance, Entry, SignInMeans
from dashboard.errors import BadInput, Forbidden
from data_sources.db.people.store import SqlPeopleStore
from tests.actors import acting
from tests.adapters.test_positions import CHIEF, LEADER, ZONE, Rig

SEPTEMBER, OCTOBER, NOVEMBER = date(2025, 9, 30), date(2025, 10, 1), date(2025, 11, 3)
MANAGER = acting("manager", Role.MANAGER)


def signed_in(person: str, day: date, shift: str | None = "D", minute: int = 0) -> Attendance:
    begun_us = moment_us(day, 8 * 60, ZONE) + minute * MINUTE_US
    return Attendance(person, day, shift, begun_us, begun_us + HOUR_US, SignInMeans.PAGE)


@pytest.fixture
def rig(engine: Engine) -> Rig:
    """Two quarters of five people: 1, 2 and 3 of S1, 4 of S2, and 5 of none.

    September 30: 1 and 2 have a shift, 1 came and signed in three times, 2 did not come. 4 came without a shift.
    October 1: 1, 2 and 4 have one; 2 is ill; 1 and 4 came. 5, of no squad, came without.
    November 3: 1 and 2 have one; 2 is ill, and came nevertheless; 3 came without.
    """
    rig = Rig(engine)
    with rig.store.begin() as work:
        work.save_people([Person(number="5", name=PersonName("赵〇五"), post=Post.OFFICER, squad=None)])
        work.save_entries([Entry(person, SEPTEMBER, "D") for person in ("1", "2")])
        work.save_entries([Entry(person, OCTOBER, "D") for person in ("1", "2", "4")])
        work.save_entries([Entry(person, NOVEMBER, "D") for person in ("1", "2")])
        work.save_absence(Absence("2", OCTOBER, NOVEMBER, AbsenceKind.ILL))
        for each in (
            *(signed_in("1", SEPTEMBER, minute=minute) for minute in (0, 90, 300)),
            signed_in("4", SEPTEMBER, None),
            signed_in("1", OCTOBER),
            signed_in("4", OCTOBER),
            signed_in("5", OCTOBER, None),
            signed_in("1", NOVEMBER),
            signed_in("2", NOVEMBER),
            signed_in("3", NOVEMBER, None),
        ):
            work.sign_in(each)
    return rig


def test_figures_by_quarter_and_squad_are_what_one_counts_by_hand(rig: Rig) -> None:
    report = rig.desk.attendance(MANAGER, date(2025, 7, 1), date(2025, 12, 31), None, Period.QUARTER)
    assert [(row.period, row.squad, *row[4:], row.turnouts) for row in report.rows] == [
        # rostered, came, extra, away, turnouts
        ("2025-Q3", "S1", 2, 1, 0, 0, 1),
        ("2025-Q3", "S2", 0, 0, 1, 0, 1),
        ("2025-Q4", "", 0, 0, 1, 0, 1),
        ("2025-Q4", "S1", 2, 2, 2, 2, 4),
        ("2025-Q4", "S2", 1, 1, 0, 0, 1),
    ]
    assert report.turnouts == 8
    assert report.squads == {"S1": "一中队", "S2": "二中队"}
    quarter = report.rows[3]
    assert (quarter.first, quarter.last) == (OCTOBER, NOVEMBER), "the days that have figures"


@pytest.mark.parametrize("period", Period)
def test_every_period_has_the_same_turnouts_in_all(rig: Rig, period: Period) -> None:
    assert rig.desk.attendance(MANAGER, date(2025, 7, 1), date(2025, 12, 31), None, period).turnouts == 8


def test_of_a_squad_there_is_nothing_of_others(rig: Rig) -> None:
    report = rig.desk.attendance(LEADER, OCTOBER, NOVEMBER, "S1", Period.QUARTER)
    assert [(row.squad, row.turnouts) for row in report.rows] == [("S1", 4)]
    for squad in ("S2", None):
        with pytest.raises(Forbidden):
            rig.desk.attendance(LEADER, OCTOBER, NOVEMBER, squad, Period.QUARTER)


def quarters(rig: Rig) -> list[tuple[object, ...]]:
    """Period, squad, rostered, came, extra, away."""
    report = rig.desk.attendance(MANAGER, date(2025, 7, 1), date(2025, 12, 31), None, Period.QUARTER)
    return [(row.period, row.squad, *row[4:]) for row in report.rows]


def move(rig: Rig, number: str, squad: str, day: date) -> None:
    """Let somebody be of another squad from noon of a day on."""
    rig.clock.now_us = moment_us(day, 12 * 60, ZONE)
    with rig.store.begin() as work:
        work.save_people([replace(each, squad=squad) for each in work.people() if each.number == number])


def test_who_changes_the_squad_counts_for_the_one_of_the_day(rig: Rig) -> None:
    before = quarters(rig)
    move(rig, "1", "S2", date(2025, 10, 20))
    assert quarters(rig) == [
        *before[:3],
        ("2025-Q4", "S1", 1, 1, 2, 2),
        ("2025-Q4", "S2", 2, 2, 0, 0),
    ]
    assert rig.desk.attendance(LEADER, OCTOBER, NOVEMBER, "S1", Period.QUARTER).turnouts == 3
    move(rig, "1", "S1", NOVEMBER)
    assert quarters(rig) == before, "the day of the change is that of the squad at its end"
    move(rig, "5", "S2", NOVEMBER)
    assert ("2025-Q4", "S2", 1, 1, 1, 0) in quarters(rig), "who was of none counts for the first squad"


def test_what_a_squad_did_stays_its_own_when_it_is_merged(rig: Rig) -> None:
    before = quarters(rig)
    rig.clock.now_us = moment_us(date(2025, 10, 20), 12 * 60, ZONE)
    with SqlPeopleStore(rig.engine, rig.clock).begin() as work:
        work.hand_over_squad("S1", "S2")
    assert quarters(rig) == [
        *before[:3],
        ("2025-Q4", "S1", 1, 1, 0, 1),
        ("2025-Q4", "S2", 2, 2, 2, 1),
    ]


def test_three_years_are_one_question_and_more_are_refused(rig: Rig) -> None:
    assert rig.desk.attendance(CHIEF, date(2023, 1, 1), date(2025, 12, 31), None, Period.YEAR).turnouts == 8
    with pytest.raises(BadInput):
        rig.desk.attendance(CHIEF, date(2020, 1, 1), date(2025, 12, 31), None, Period.YEAR)
