"""The working calendar on both databases: brought in from tables of cities, kept by version for the clocks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.cases.calendar import CalendarDay, DayKind
from dashboard.domain.cases.clocks import Clock, recompute, started
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.imports import ImportReport
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.cases.calendar_imports import import_calendar
from dashboard.services.cases.calendars import Calendars
from data_sources.db import tables as t
from data_sources.db.cases.calendar_store import SqlCalendarStore
from data_sources.holidays import known_holidays
from data_sources.sheets import CsvSheets
from tests.actors import acting
from tests.domain.cases.calendars import SHANGHAI, at, told
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

ADMINISTRATOR = acting("admin", Role.ADMINISTRATOR)
FIXTURE = Path(__file__).parents[1] / "fixtures" / "imports" / "calendar-2027-gbk.csv"
HEAD = "日期,类型,名称\n"


class City:
    """A city that brings its calendar in."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.path = folder / "calendar.csv"
        self.store = SqlCalendarStore(engine, FakeClock(NOW))
        self.calendars = Calendars(self.store, known_holidays(), SHANGHAI)

    def bring(self, text: str, *, encoding: str = "utf-8", **options: Any) -> ImportReport:
        self.path.write_text(text, encoding=encoding)
        return self.bring_file(self.path, **options)

    def bring_file(self, path: Path, *, actor: Actor = ADMINISTRATOR, dry_run: bool = False) -> ImportReport:
        return import_calendar(self.store, CsvSheets(), path, actor=actor, clock=lambda: NOW, dry_run=dry_run)

    def days(self) -> list[CalendarDay]:
        with self.store.look() as work:
            return list(work.calendar_days())

    def deeds(self) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            query = select(t.audit.c.actor, t.audit.c.action, t.audit.c.subject, t.audit.c.detail)
            return [tuple(row) for row in connection.execute(query)]


@pytest.fixture
def city(engine: Engine, tmp_path: Path) -> City:
    return City(engine, tmp_path)


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.where.en, each.reason.en) for each in report.rejected]


def test_the_list_that_comes_along_covers_whole_years_and_says_where_it_ends() -> None:
    listed = known_holidays()
    assert listed.known_until == date(2026, 12, 31)
    kinds = {each.day: (each.kind, each.name) for each in listed.days}
    assert kinds[date(2026, 2, 17)] == (DayKind.HOLIDAY, "春节")
    assert kinds[date(2026, 9, 20)] == (DayKind.WORKDAY, "国庆节")
    assert max(kinds) <= listed.known_until


def test_every_day_of_the_list_is_worked_or_not_as_the_library_itself_says(city: City) -> None:
    import chinese_calendar

    calendar = city.calendars.current()
    days = [date.fromordinal(each) for each in range(date(2004, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert [day for day in days if calendar.is_worked(day) != chinese_calendar.is_workday(day)] == []
    assert calendar.is_worked(date(2027, 2, 8))
    assert calendar.is_provisional(date(2027, 2, 8))


def test_a_table_in_gbk_lands_and_makes_its_year_known(city: City) -> None:
    assert "休".encode("gbk") in FIXTURE.read_bytes()
    report = city.bring_file(FIXTURE)
    assert (report.accepted, report.updated, report.rejected) == (len(city.days()), 0, ())
    calendar = city.calendars.current()
    assert calendar.known_until == date(2027, 12, 31)
    assert not calendar.is_worked(date(2027, 2, 8))
    assert calendar.is_worked(date(2027, 2, 14))


@pytest.mark.parametrize("text", ["\ufeffday,kind,name\n2026/11/30,Holiday,停电\n", "日期;休班\n2026年11月30日;休\n"])
def test_tables_are_read_as_offices_write_them(city: City, text: str) -> None:
    assert city.bring(text).accepted == 1
    [day] = city.days()
    assert day[:2] == (date(2026, 11, 30), DayKind.HOLIDAY)
    assert not city.calendars.current().is_worked(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",休,", "the day is empty"),
        ("46356,休,", "Excel's serial number"),
        ("2026-02-30,休,", "is no day"),
        ("2026-11-30,,", "is no kind of day"),
        ("2026-11-30,调休,", "is no kind of day"),  # off, or worked for a day that is off?
        (f"2026-11-30,休,{'长' * 81}", "at most 80 characters"),
        ("2026-11-30,休,,多", "4 cells where the heading has 3"),
    ],
)
def test_a_bad_row_is_refused_with_what_to_do_and_the_others_land(city: City, row: str, reason: str) -> None:
    report = city.bring(f"{HEAD}{row}\n2026-12-05,班,补班\n")
    [(where, why)] = reasons(report)
    assert (where, reason in why) == ("line 2", True)
    assert city.days() == [CalendarDay(date(2026, 12, 5), DayKind.WORKDAY, "补班", "calendar.csv")]


def test_a_day_that_comes_twice_lands_once_and_one_that_is_off_and_worked_not_at_all(city: City) -> None:
    report = city.bring(HEAD + "2026-11-30,休,\n2026/11/30,放假,\n2026-12-01,休,\n2026-12-01,班,\n")
    assert reasons(report) == [
        ("line 3", "the same as line 2, which landed"),
        ("line 4", "line 4 and line 5 say different things; keep one of them"),
        ("line 5", "line 4 and line 5 say different things; keep one of them"),
    ]
    assert [each.day for each in city.days()] == [date(2026, 11, 30)]


def test_the_same_again_updates_and_takes_nothing_away(city: City) -> None:
    assert city.bring(HEAD + "2026-11-30,休,\n2026-12-01,休,\n").updated == 0
    assert city.bring(HEAD + "2026-11-30,班,\n").updated == 1
    assert [(each.day.day, each.kind) for each in city.days()] == [(30, DayKind.WORKDAY), (1, DayKind.HOLIDAY)]


def test_a_dry_run_changes_nothing_and_an_import_is_one_line_of_the_record(city: City) -> None:
    text = HEAD + "2026-11-30,休,\n2026-12-05,班,\n"
    assert city.bring(text, dry_run=True).accepted == 2
    assert (city.days(), city.deeds()) == ([], [])
    city.bring(text)
    [(actor, action, file, detail)] = city.deeds()
    assert (actor, action, file) == ("admin", "import_calendar", "calendar.csv")
    noted = json.loads(detail)
    assert (noted["first_day"], noted["last_day"], noted["new"]) == ("2026-11-30", "2026-12-05", 2)


def test_only_who_may_set_the_city_brings_a_calendar_in(city: City) -> None:
    with pytest.raises(Forbidden):
        city.bring(HEAD + "2026-11-30,休,\n", actor=acting("dispatcher", Role.DISPATCHER))
    assert city.days() == []


def test_a_table_that_lacks_a_column_is_refused_whole(city: City) -> None:
    with pytest.raises(BadInput, match="missing column kind"):
        city.bring("日期,名称\n2026-11-30,停电\n")


def test_a_clock_is_verified_by_the_calendar_that_it_was_started_by(city: City) -> None:
    with city.store.begin() as work:
        calendar = city.calendars.freeze(work)
    clock = started(calendar, Limit(1, LimitType.WORK_DAY), at("2026-11-27 10:00"))
    city.bring(HEAD + "2026-11-30,休,停电\n")
    kept = Clock.from_json(json.loads(json.dumps(clock.as_json())))
    elsewhere = Calendars(city.store, known_holidays(), SHANGHAI)
    with city.store.look() as work:
        assert recompute(kept, elsewhere.frozen(kept.calendar, work)) == (clock, ())
        anew, differences = recompute(kept, elsewhere.in_force(work))
    assert (told(clock.due_us or 0), told(anew.due_us or 0)) == ("2026-11-30 10:00", "2026-12-01 10:00")
    assert [each.field for each in differences] == ["calendar", "due_us", "yellow_us"]


def test_the_calendar_in_force_is_built_once_and_kept_once(city: City) -> None:
    assert city.calendars.current() is city.calendars.current()
    for _ in range(2):
        with city.store.begin() as work:
            city.calendars.freeze(work)
    with city.engine.connect() as connection:
        assert len(connection.execute(select(t.work_calendar)).all()) == 1


def test_a_version_that_was_never_kept_is_told(city: City) -> None:
    with city.store.look() as work, pytest.raises(NotFound, match="no working calendar of version abc"):
        city.calendars.frozen("abc", work)
