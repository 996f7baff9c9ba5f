"""When rounds are planned, how they stand, and how they are counted."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.camera_rounds.figures import RoundFigures, round_figures
from dashboard.domain.camera_rounds.planning import (
    plan_problem,
    planned_of,
    planned_times,
    read_cameras,
    read_minutes,
)
from dashboard.domain.camera_rounds.records import (
    Occasion,
    PlanVersion,
    RoundPlan,
    Standing,
    Walk,
    standing_of,
)
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.readings import to_us

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
PLAN = RoundPlan(("CAM-1", "CAM-2"), frozenset(range(1, 8)), (510, 840), 60)
AT = 1_763_700_000_000_000


def at(zone: ZoneInfo, *parts: int) -> int:
    return to_us(datetime(*parts, tzinfo=zone))  # type: ignore[misc, arg-type]


def test_times_are_planned_on_the_weekdays_in_the_citys_time() -> None:
    weekend = PLAN._replace(weekdays=frozenset({6, 7}))
    found = planned_times(weekend, at(SHANGHAI, 2026, 11, 26), at(SHANGHAI, 2026, 11, 29, 9), SHANGHAI)
    assert list(found) == [
        at(SHANGHAI, 2026, 11, 28, 8, 30),
        at(SHANGHAI, 2026, 11, 28, 14),
        at(SHANGHAI, 2026, 11, 29, 8, 30),
    ]


def test_the_end_of_a_time_is_not_in_it_and_an_empty_time_has_nothing() -> None:
    first = at(SHANGHAI, 2026, 11, 26, 8, 30)
    assert list(planned_times(PLAN, first, first + 1, SHANGHAI)) == [first]
    assert list(planned_times(PLAN, first + 1, first + 2, SHANGHAI)) == []
    assert list(planned_times(PLAN, first, first, SHANGHAI)) == []
    assert list(planned_times(PLAN, first + HOUR_US, first, SHANGHAI)) == []


def test_on_days_when_the_clock_changes_each_time_is_planned_once() -> None:
    night = PLAN._replace(minutes=(150,))
    autumn = planned_times(night, at(BERLIN, 2026, 10, 25), at(BERLIN, 2026, 10, 26), BERLIN)
    assert list(autumn) == [at(BERLIN, 2026, 10, 25, 2, 30)]
    spring = planned_times(night, at(BERLIN, 2026, 3, 29), at(BERLIN, 2026, 3, 30), BERLIN)
    assert list(spring) == [at(BERLIN, 2026, 3, 29, 3, 30)]


def test_each_version_of_a_plan_counts_for_the_time_that_it_held() -> None:
    noon = at(SHANGHAI, 2026, 11, 26, 12)
    later = PLAN._replace(minutes=(510, 600, 840))
    versions = [PlanVersion(1, PLAN, at(SHANGHAI, 2026, 11, 26, 8), noon), PlanVersion(1, later, noon, None)]
    found = planned_of(versions, at(SHANGHAI, 2026, 11, 26), at(SHANGHAI, 2026, 11, 27, 12), SHANGHAI)
    assert [planned_us for _, planned_us in found] == [
        at(SHANGHAI, 2026, 11, 26, 8, 30),
        at(SHANGHAI, 2026, 11, 26, 14),
        at(SHANGHAI, 2026, 11, 27, 8, 30),
        at(SHANGHAI, 2026, 11, 27, 10),
    ]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("8:30 14:00", (510, 840)), ("14：00，8:30、8:30", (510, 840)), ("", ()), ("8.30", None), ("24:00", None)],
)
def test_times_of_day_are_read_as_they_are_typed(typed: str, minutes: tuple[int, ...] | None) -> None:
    assert read_minutes(typed) == minutes


def test_numbers_are_read_in_their_order_each_once() -> None:
    assert read_cameras("CAM-2, CAM-1\nCAM-2；CAM-3") == ("CAM-2", "CAM-1", "CAM-3")


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("", {}, "characters"),
        ("x" * 41, {}, "characters"),
        ("早", {"cameras": ()}, "camera"),
        ("早", {"cameras": tuple(map(str, range(201)))}, "200"),
        ("早", {"weekdays": frozenset()}, "weekdays"),
        ("早", {"weekdays": frozenset({8})}, "weekdays"),
        ("早", {"minutes": ()}, "times"),
        ("早", {"window_min": 5}, "begun"),
    ],
)
def test_what_cannot_be_planned_is_told(name: str, changes: dict[str, object], told: str) -> None:
    problem = plan_problem(name, PLAN._replace(**changes))  # type: ignore[arg-type]
    assert problem is not None
    assert told in problem.en


def test_a_good_plan_has_no_problem() -> None:
    assert plan_problem("早高峰", PLAN) is None


def walk(ended: bool = False, held_until_us: int = 0, holder: str | None = None) -> Walk:
    return Walk(1, 1, AT, PLAN.cameras, AT, "seat", holder, held_until_us, AT + 1 if ended else None, 2, 1)


@pytest.mark.parametrize(
    ("walked", "after_us", "standing"),
    [
        (None, -16 * MINUTE_US, Standing.COMING),
        (None, -15 * MINUTE_US, Standing.DUE),
        (None, 60 * MINUTE_US - 1, Standing.DUE),
        (None, 60 * MINUTE_US, Standing.MISSED),
        (walk(holder="seat", held_until_us=AT + 10), 5, Standing.WALKED),
        (walk(holder="seat", held_until_us=AT + 10), 10, Standing.INTERRUPTED),
        (walk(), 90 * MINUTE_US, Standing.INTERRUPTED),
        (walk(), 24 * HOUR_US, Standing.UNFINISHED),
        (walk(ended=True), 48 * HOUR_US, Standing.DONE),
    ],
)
def test_a_planned_time_stands_as_was_done_of_it(walked: Walk | None, after_us: int, standing: Standing) -> None:
    assert standing_of(Occasion(1, "早", AT, PLAN, walked), AT + after_us) is standing


def test_figures_name_what_is_still_open_apart() -> None:
    occasions = [
        Occasion(1, "早", AT, PLAN, walk(ended=True)),
        Occasion(1, "早", AT, PLAN, None),
        Occasion(1, "早", AT + 5 * HOUR_US, PLAN, None),
        Occasion(1, "早", AT, PLAN, walk()),
    ]
    figures = round_figures(occasions, AT + 4 * HOUR_US)
    assert figures == RoundFigures(planned=4, done=1, missed=1, unfinished=0, looked=4, finds=2)
    assert (figures.open, figures.over) == (2, 2)
