"""The roster on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.roster.records import (
    Absence,
    AbsenceKind,
    Attendance,
    Entry,
    Need,
    Shift,
    ShiftKind,
    SignInMeans,
)
from data_sources.db.roster.store import SqlRosterStore
from data_sources.db.transactions import SqlTransaction
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

MONDAY = date(2026, 11, 23)
DAY = Shift("D", "日间", ShiftKind.DAY, 480, 1020)
NIGHT = Shift("N", "夜间", ShiftKind.NIGHT, 1200, 1560)


@pytest.fixture
def work(engine: Engine) -> Iterator[SqlTransaction]:
    """A transaction in which two squads have three people."""
    with SqlRosterStore(engine, FakeClock(NOW)).begin() as work:
        work.save_squads([Squad(code="S1", name="一中队"), Squad(code="S2", name="二中队")])
        people = (("1", "S1"), ("2", "S1"), ("3", "S2"))
        work.save_people(
            [
                Person(number=number, name=PersonName("张〇一"), post=Post.OFFICER, squad=squad)
                for number, squad in people
            ]
        )
        work.save_shifts([NIGHT, DAY])
        yield work


def test_shifts_come_in_the_order_of_their_beginning_and_update_by_code(work: SqlTransaction) -> None:
    longer = NIGHT._replace(ends_min=1620)
    work.save_shifts([longer])
    assert list(work.shifts().values()) == [DAY, longer]


def test_entries_are_kept_once_changed_and_removed(work: SqlTransaction) -> None:
    entries = [Entry(person, MONDAY, "D") for person in ("1", "2", "3")] + [Entry("1", MONDAY, "N")]
    work.save_entries(entries)
    work.save_entries(entries[:1])
    assert list(work.entries(MONDAY, MONDAY)) == entries
    assert [each.person for each in work.entries(MONDAY, MONDAY, "S1")] == ["1", "2", "1"]
    assert not work.entries(MONDAY + timedelta(1), MONDAY + timedelta(7))
    assert work.remove_entries([entries[0], Entry("2", MONDAY, "N")]) == 1
    assert list(work.entries(MONDAY, MONDAY)) == entries[1:]


def test_absences_that_touch_the_days_are_found(work: SqlTransaction) -> None:
    leave = Absence("1", MONDAY, MONDAY + timedelta(2), AbsenceKind.LEAVE)
    work.save_absence(leave._replace(kind=AbsenceKind.ILL))
    work.save_absence(leave)
    for first, last, found in ((0, 0, 1), (2, 5, 1), (3, 5, 0), (-3, -1, 0), (-3, 9, 1)):
        assert list(work.absences(MONDAY + timedelta(first), MONDAY + timedelta(last))) == [leave] * found
    assert work.remove_absence("1", MONDAY)
    assert not work.remove_absence("1", MONDAY)


def test_needs_are_kept_by_squad_and_shift(work: SqlTransaction) -> None:
    need = Need("S1", "D", frozenset({1, 2, 7}), 4)
    work.save_needs([need._replace(people=9)])
    work.save_needs([need])
    assert list(work.needs()) == [need]


def test_who_signs_in_is_kept_and_out_once(work: SqlTransaction) -> None:
    first = Attendance("1", MONDAY, "D", NOW, None, SignInMeans.PAGE)
    other = Attendance("3", MONDAY, None, NOW + 5, None, SignInMeans.POSITION)
    work.sign_in(first)
    work.sign_in(other)
    assert list(work.attendance(MONDAY, MONDAY)) == [first, other]
    assert list(work.attendance(MONDAY, MONDAY, "S2")) == [other]
    assert work.sign_out("1", NOW + 9) == 1
    assert work.sign_out("1", NOW + 10) == 0
    assert work.attendance(MONDAY, MONDAY, "S1")[0].signed_out_us == NOW + 9
