"""Places where it is allowed, and permits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.coordinates import Position
from dashboard.domain.hours import Hours
from dashboard.domain.readings import to_us
from dashboard.domain.triage.allowances import Allowance, AllowanceKind, Ground, Seen

CITY = ZoneInfo("Asia/Shanghai")
SPOT = Position(121.42, 28.66)
SQUARE = (((121.419, 28.659), (121.421, 28.659), (121.421, 28.661), (121.419, 28.661), (121.419, 28.659)),)
MARKET = Allowance(
    kind=AllowanceKind.PLACE,
    number="SD-01",
    name="河滨疏导点",
    ground=Ground(polygons=(SQUARE,)),
    categories=frozenset({"0501"}),
    hours=Hours(from_min=17 * 60, until_min=23 * 60),
    capacity=80,
)
PERMIT = Allowance(
    kind=AllowanceKind.PERMIT,
    number="ZD-7",
    name="商场门前活动",
    ground=Ground(centre=SPOT, radius_m=40.0),
    categories=frozenset({"0501", "0504"}),
    from_day=date(2026, 11, 20),
    until_day=date(2026, 11, 30),
)


def when(day: int, hour: int, month: int = 11) -> int:
    return to_us(datetime(2026, month, day, hour, tzinfo=CITY))


def seen(spot: Position | None = SPOT, camera: str | None = "CAM-1", zone: str | None = None) -> Seen:
    return Seen(camera, spot, zone)


@pytest.mark.parametrize(
    ("spot", "holds"), [(SPOT, True), (Position(121.43, 28.66), False), (None, False)], ids=["in", "out", "nowhere"]
)
def test_a_place_holds_what_a_camera_inside_of_it_sees(spot: Position | None, holds: bool) -> None:
    assert MARKET.ground.holds(seen(spot)) is holds


@pytest.mark.parametrize(("spot", "holds"), [(Position(121.4203, 28.66), True), (Position(121.4205, 28.66), False)])
def test_a_circle_reaches_as_far_as_its_radius(spot: Position, holds: bool) -> None:
    assert PERMIT.ground.holds(seen(spot)) is holds


@pytest.mark.parametrize(("hour", "open_"), [(12, False), (17, True), (22, True), (23, False)])
def test_a_place_is_open_in_its_hours(hour: int, open_: bool) -> None:
    assert MARKET.is_open(when(27, hour), CITY) is open_


@pytest.mark.parametrize(("day", "month", "open_"), [(19, 11, False), (20, 11, True), (30, 11, True), (1, 12, False)])
def test_a_permit_holds_on_its_days_both_included(day: int, month: int, open_: bool) -> None:
    assert PERMIT.is_open(when(day, 12, month), CITY) is open_


@pytest.mark.parametrize(("month", "open_"), [(12, True), (1, True), (6, False)])
def test_a_season_may_go_over_new_year(month: int, open_: bool) -> None:
    winter = replace(MARKET, season_from=1101, season_until=331, hours=Hours())
    assert winter.is_open(when(15, 12, month), CITY) is open_


@pytest.mark.parametrize(
    ("camera", "zone", "holds"),
    [("CAM-1", "road,stalls", True), ("CAM-1", "road", False), ("CAM-2", None, True), (None, "stalls", False)],
)
def test_cameras_and_their_zones_say_it_more_narrowly_than_the_ground(
    camera: str | None, zone: str | None, holds: bool
) -> None:
    ground = Ground(polygons=(SQUARE,), cameras=frozenset({"CAM-1#stalls", "CAM-2"}))
    assert ground.holds(seen(camera=camera, zone=zone)) is holds


def test_it_is_asked_again_when_the_hours_end_and_at_midnight_at_the_latest() -> None:
    assert MARKET.closes_us(when(27, 18), CITY) == when(27, 23)
    assert PERMIT.closes_us(when(27, 18), CITY) == when(28, 0)
