"""`cases verify` on both databases: everything that people and the clock do comes out again, and what was tampered with
is named."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update

from dashboard.domain.cases.calendar import CalendarDay, DayKind, Holidays
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.verifying import CaseDifference
from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.readings import from_us
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.verifying import CaseVerification, Verdict
from dashboard.services.cases.watching import CaseWatch
from dashboard.services.catalogue.reading import Catalogues
from data_sources.db import tables as t
from data_sources.db.cases.calendar_store import SqlCalendarStore
from data_sources.db.catalogue.store import SqlCatalogueStore
from manage import main
from tests.case_office import CHIEF, LEADER, OFFICER, SEAT, ZONE, CaseOffice


def verified(office: CaseOffice, at_once: int = 500) -> tuple[Verdict, list[CaseDifference], list[int]]:
    calendars = Calendars(SqlCalendarStore(office.engine, office.clock), Holidays((), date(2027, 12, 31)), ZONE)
    catalogues = Catalogues(SqlCatalogueStore(office.engine, office.clock), office.clock, ZONE)
    found: list[CaseDifference] = []
    told: list[int] = []
    verdict = CaseVerification(office.store, calendars, catalogues, at_once=at_once).verify(found.append, told.append)
    return verdict, found, told


def a_year_of_everything(office: CaseOffice) -> list[Case]:
    """Cases that went every way that a clock knows."""
    extended = office.act(office.accepted(), Action.EXTEND, OFFICER, reason="待料")
    extended = office.act(office.act(extended, Action.APPROVE, LEADER), Action.APPROVE, CHIEF)
    refused = office.act(office.accepted(), Action.EXTEND, OFFICER, reason="待料")
    refused = office.act(refused, Action.REFUSE, LEADER, reason="不需要")
    hung = office.act(
        office.accepted(category="0102"), Action.SUSPEND, OFFICER, reason="汛期", until_us=office.clock.now_us + DAY_US
    )
    hung = office.act(hung, Action.APPROVE, CHIEF)
    void = office.act(office.act(office.filed(), Action.VOID, SEAT, reason="重复上报"), Action.APPROVE, CHIEF)
    returned = office.act(
        office.act(office.dispatched(), Action.RETURN, OFFICER, reason="不是本中队"), Action.APPROVE, CHIEF
    )
    office.clock.now_us += HOUR_US
    rework = office.act(office.handled(), Action.CHECK, SEAT, units=Units(checker="1"))
    rework = office.act(rework, Action.REWORK, LEADER, reason="桌椅仍在")
    first, second = office.reported(), office.filed()
    merged = office.act(second, Action.MERGE, CHIEF, into=first.case_key)
    office.clock.now_us += 2 * DAY_US
    apart = office.act(merged, Action.MERGE, CHIEF, undo=True)
    watch = CaseWatch(office.store, office.rules, office.notices)
    watch.warn(office.clock.now_us)
    watch.resume(office.clock.now_us)
    late = office.closed(category="0101", condition="拆除")
    return [extended, refused, hung, void, returned, rework, first, apart, late, office.reported(is_done=True)]


def test_whatever_people_and_the_clock_did_comes_out_again(office: CaseOffice) -> None:
    cases = a_year_of_everything(office)
    verdict, found, told = verified(office, at_once=4)
    assert found == []
    assert verdict == Verdict(len(cases), 0)
    assert told == [4, 8, len(cases)]


def test_a_provisional_deadline_that_was_counted_anew_comes_out_by_the_new_calendar(office: CaseOffice) -> None:
    office.clock.now_us += 770 * DAY_US
    office.filed(category="0101", condition="拆除")
    days = [date(2028, 1, day) for day in range(1, 8)] + [date(2028, 10, 1)]
    with office.store.begin() as work:
        work.save_calendar_days([CalendarDay(day, DayKind.HOLIDAY, "休", "test") for day in days])
    assert CaseWatch(office.store, office.rules, office.notices).recompute(office.clock.now_us) == 1
    assert verified(office)[1] == []


def test_a_case_keeps_the_limit_of_the_class_that_its_place_had_at_the_filing(office: CaseOffice) -> None:
    cases = []
    for area_class in (None, AreaClass.B, AreaClass.C):
        office.class_grid(area_class)
        cases.append(office.filed(category="0506"))
    hours = [((case.clocks.due_us or 0) - office.clock.now_us) // HOUR_US for case in cases]
    assert hours == [1, 4, 8]
    assert [frozen_of(office, case)["area_class"] for case in cases] == ["A", "B", "C"]
    office.class_grid(AreaClass.A)
    assert verified(office)[1] == []


def tamper(office: CaseOffice, case: Case, **columns: Any) -> None:
    with office.engine.begin() as connection:
        record = t.case_record
        connection.execute(update(record).where(record.c.case_key == case.case_key).values(**columns))


def frozen_of(office: CaseOffice, case: Case) -> dict[str, Any]:
    with office.engine.connect() as connection:
        text = connection.execute(
            select(t.case_record.c.frozen).where(t.case_record.c.case_key == case.case_key)
        ).scalar_one()
    told: dict[str, Any] = json.loads(text)
    return told


@pytest.mark.parametrize("column", ["due_us", "yellow_us", "step_due_us", "step_yellow_us"])
def test_a_deadline_that_was_moved_is_named(office: CaseOffice, column: str) -> None:
    office.accepted()
    case = office.filed()
    moved = getattr(case.clocks, column) + HOUR_US
    tamper(office, case, **{column: moved})
    verdict, found, _ = verified(office)
    assert (verdict.cases, verdict.differing) == (2, 1)
    assert found == [CaseDifference(case.number, column, moved, moved - HOUR_US)]


def test_a_verdict_that_was_turned_is_named(office: CaseOffice) -> None:
    case = office.closed()
    tamper(office, case, on_time=False)
    assert verified(office)[1] == [CaseDifference(case.number, "on_time", False, True)]


def test_a_result_that_is_said_to_have_come_earlier_is_named(office: CaseOffice) -> None:
    office.clock.now_us += HOUR_US
    case = office.closed()
    handled_us = case.times.handled_us
    assert handled_us is not None
    tamper(office, case, handled_us=handled_us - HOUR_US)
    assert verified(office)[1] == [CaseDifference(case.number, "handled_us", handled_us - HOUR_US, handled_us)]


def test_a_frozen_rule_that_was_changed_is_named_though_the_columns_were_changed_with_it(office: CaseOffice) -> None:
    case = office.accepted()
    told = frozen_of(office, case)
    told["whole"]["limit"]["amount"] = 20.0
    for name in ("due_us", "yellow_us"):
        told["whole"][name] += 18 * HOUR_US
    tamper(office, case, frozen=json.dumps(told), due_us=told["whole"]["due_us"], step_due_us=told["whole"]["due_us"])
    assert "whole.limit" in {each.field for each in verified(office)[1]}


def test_a_pause_that_nobody_granted_is_named(office: CaseOffice) -> None:
    case = office.accepted()
    told = frozen_of(office, case)
    begun_us = told["whole"]["spans"][0][0]
    told["whole"]["spans"] = [[begun_us, begun_us + 1], [begun_us + HOUR_US, None]]
    tamper(office, case, frozen=json.dumps(told))
    assert "whole.spans" in {each.field for each in verified(office)[1]}


def test_a_filing_that_was_taken_out_of_the_timeline_is_named(office: CaseOffice) -> None:
    case = office.accepted()
    with office.engine.begin() as connection:
        entry = t.case_entry.c
        connection.execute(delete(t.case_entry).where(entry.case_key == case.case_key, entry.what == "file"))
    assert {each.number for each in verified(office)[1]} == {case.number}


def test_what_cannot_be_read_is_named_and_the_others_are_computed(office: CaseOffice) -> None:
    broken = office.filed()
    office.filed()
    told = frozen_of(office, broken)
    told["whole"]["calendar"] = "no such version"
    tamper(office, broken, frozen=json.dumps(told))
    verdict, found, _ = verified(office)
    assert (verdict.cases, [each.number for each in found]) == (2, [broken.number])


def test_a_case_of_another_system_has_nothing_to_compute(office: CaseOffice) -> None:
    case = office.closed()
    tamper(office, case, frozen="{}", due_us=1)
    assert verified(office)[1] == []


@pytest.fixture
def command(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIUHUA_DATABASE_URL", engine.url.render_as_string(hide_password=False))


@pytest.mark.usefixtures("command")
def test_the_command_names_each_difference_and_fails(office: CaseOffice, capsys: pytest.CaptureFixture[str]) -> None:
    case = office.filed()
    assert main(["cases", "verify"]) == 0
    assert "1 cases, every deadline comes out again" in capsys.readouterr().out
    tamper(office, case, due_us=1)
    assert main(["cases", "verify"]) == 1
    out = capsys.readouterr().out
    assert case.clocks.due_us is not None
    computed = from_us(case.clocks.due_us).isoformat()
    assert f"{case.number}: due_us is 1970-01-01T00:00:00.000001+00:00, computed {computed}" in out
    assert "1 of 1 cases differ" in out
