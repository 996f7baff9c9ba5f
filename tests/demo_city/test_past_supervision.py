"""The supervision tasks of the demo's past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dashboard.domain.cases.records import Case, Units
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.supervision.records import TaskState
from dashboard.settings import Settings
from data_sources.demo_city.supervision import task_of_day, tasks_of_today
from tests.web.fake_cases import case_of

ZONE = Settings().timezone
MONDAY = date(2026, 11, 23)
HEADS = {"S1": "XC0001", "S2": "XC0002", "D1": "BM0001"}


def late(squad: str, key: int) -> Case:
    return replace(case_of(), case_key=key, units=Units(squad=squad), on_time=False)


def test_of_every_third_day_the_unit_with_most_late_cases_had_a_task_that_is_settled() -> None:
    cases = [late("S1", 1), late("S2", 2), late("S2", 3)]
    until_us = moment_us(MONDAY, 0, ZONE) + 30 * DAY_US
    days = [MONDAY + timedelta(ahead) for ahead in range(3)]
    (task,) = [each for day in days if (each := task_of_day(day, cases, HEADS, ZONE, until_us)) is not None]
    assert (task.squad, task.cases, task.state) == ("S2", (2, 3), TaskState.CLOSED)
    assert task.signed is not None
    assert task.signed.by == "XC0002"
    assert not [day for day in days if task_of_day(day, cases, HEADS, ZONE, moment_us(day, 0, ZONE)) is not None]


def test_what_is_late_today_is_demanded_of_each_unit_and_stands_at_different_stages() -> None:
    case = case_of()
    assert case.clocks.due_us is not None
    until_us = case.clocks.due_us + 300 * MINUTE_US
    open_ones = [
        replace(case, case_key=key, units=Units(squad=code)) for key, code in ((1, "S1"), (2, "S1"), (3, "S2"))
    ]
    tasks = list(tasks_of_today(open_ones, HEADS, until_us))
    assert [(task.squad, task.state) for task in tasks] == [("S1", TaskState.ISSUED), ("S2", TaskState.SIGNED)]
    assert list(tasks_of_today(open_ones, HEADS, case.times.reported_us)) == []
