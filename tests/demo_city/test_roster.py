"""The demo bureau's roster: five weeks, the same for the same seed, lawful, with a few gaps."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bootstrap import now_us
from bootstrap.city import settle_demo_city
from dashboard.domain.roster.coverage import need_spans, strip
from dashboard.domain.roster.duty import duty_spans
from dashboard.domain.roster.planning import FindingKind, Grounds, conflicts
from dashboard.domain.roster.records import AbsenceKind, RosterArea
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import create, writing
from data_sources.db.migrate import migrate
from data_sources.demo_city.bureau import DemoBureau, make_bureau
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.roster import SHIFTS, DemoWeek, make_needs, make_week

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 9)
WEEK = timedelta(7)


@pytest.fixture(scope="module")
def bureau(city: DemoCity) -> DemoBureau:
    return make_bureau(city)


@pytest.fixture(scope="module")
def weeks(city: DemoCity, bureau: DemoBureau) -> list[DemoWeek]:
    return [make_week(city, bureau, city.seed, MONDAY + number * WEEK) for number in range(5)]


def test_a_week_is_the_same_whenever_it_is_made(city: DemoCity, bureau: DemoBureau, weeks: list[DemoWeek]) -> None:
    assert make_week(city, bureau, city.seed, MONDAY + 2 * WEEK) == weeks[2]
    assert make_week(city, bureau, city.seed + 1, MONDAY).absences != weeks[0].absences


def test_all_sorts_of_shifts_leave_and_illness_occur(weeks: list[DemoWeek]) -> None:
    shifts = Counter(entry.shift for week in weeks for entry in week.entries)
    assert set(shifts) == {"D", "E", "N", "S", "W"}
    assert shifts["D"] > shifts["N"] > shifts["S"] > 0
    assert {each.kind for week in weeks for each in week.absences} == set(AbsenceKind)


def test_nothing_is_wrong_but_that_some_fell_ill(city: DemoCity, bureau: DemoBureau, weeks: list[DemoWeek]) -> None:
    grounds = Grounds(
        shifts={shift.code: shift for shift in SHIFTS},
        zone=SHANGHAI,
        people={each.number: each for each in bureau.people},
        areas={each.code: RosterArea(each.code, each.name, each.level, each.squad) for each in city.areas},
        absences=[each for week in weeks for each in week.absences],
    )
    found = conflicts([entry for week in weeks for entry in week.entries], grounds)
    assert {each.kind for each in found} == {FindingKind.ABSENT}
    assert 3 <= len(found) <= 60


def test_the_needs_are_mostly_met_with_a_few_gaps(bureau: DemoBureau, weeks: list[DemoWeek]) -> None:
    shifts, needs = {shift.code: shift for shift in SHIFTS}, make_needs(bureau)
    squad_of = {each.number: each.squad for each in bureau.people}
    absences = [each for week in weeks for each in week.absences]
    days, gaps = [MONDAY + timedelta(number) for number in range(35)], 0
    for squad in bureau.squads:
        entries = [each for week in weeks for each in week.entries if squad_of[each.person] == squad.code]
        spans = duty_spans(entries, shifts, absences, SHANGHAI)
        needed = need_spans([each for each in needs if each.squad == squad.code], shifts, days, SHANGHAI)
        gaps += sum(bool(strip(day, spans, needed, SHANGHAI).gaps) for day in days)
    assert 10 <= gaps <= 110  # of 6 squads × 35 days


def test_the_demo_has_it_at_its_start_and_goes_on_with_it_later(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    engine = create(settings.database)
    migrate(engine, now_us())
    settle_demo_city(settings, 7, 60)

    def count() -> tuple[int, int]:
        days = t.roster_entry.c.day
        with engine.connect() as connection:
            row = connection.execute(select(func.count(), func.count(days.distinct()))).one()
        return row[0], row[1]

    entries, days = count()
    assert days == 35
    until = date.fromisoformat(CityReader(engine).document_value("roster")["until"])
    last_week = t.roster_entry.c.day > (until - WEEK).isoformat()
    with writing(engine) as connection:
        connection.execute(t.roster_entry.delete().where(last_week))
    settle_demo_city(settings, 7, 60)
    assert count()[1] == 28  # it was made; whoever emptied the week wants it empty
    save_document(engine, "roster", {"until": (until - WEEK).isoformat()}, now_us())
    settle_demo_city(settings, 7, 60)
    assert count() == (entries, 35)
    engine.dispose()
