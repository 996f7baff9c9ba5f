"""What rows say of places and permits, and why they are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.domain.hours import Hours
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.text import Text
from dashboard.domain.triage.allowance_rows import GroundRow, allowance_of, is_closed
from dashboard.domain.triage.allowances import Allowance, AllowanceKind, Ground, Holder
from tests.domain.triage.test_allowances import MARKET, SPOT

PLACE, PERMIT = AllowanceKind.PLACE, AllowanceKind.PERMIT


def told(kind: Any = PLACE, point: Any = SPOT, **cells: str) -> Allowance:
    row = GroundRow(where=Text("", ""), cells={"number": "A1", "categories": "0501", **cells}, point=point)
    return allowance_of(kind, row, {"SD-01": MARKET})


def test_a_row_that_says_little_is_a_circle_that_is_always_open() -> None:
    assert told() == Allowance(
        kind=PLACE,
        number="A1",
        name="A1",
        ground=Ground(centre=SPOT, radius_m=30.0),
        categories=frozenset({"0501"}),
    )


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"categories": "流动摊贩、出店经营；0507"}, "categories", frozenset({"0501", "0504", "0507"})),
        ({"hours": "17:00-23:00"}, "hours", Hours(from_min=1020, until_min=1380)),
        ({"hours": "18：30—次日02:00"}, "hours", Hours(from_min=1110, until_min=120)),
        ({"hours": "全天"}, "hours", Hours()),
        ({"weekdays": "周一至周五"}, "hours", Hours(weekdays=frozenset(range(1, 6)))),
        ({"weekdays": "6;7"}, "hours", Hours(weekdays=frozenset({6, 7}))),
        ({"weekdays": "星期六、日"}, "hours", Hours(weekdays=frozenset({6, 7}))),
        ({"weekdays": "6-1"}, "hours", Hours(weekdays=frozenset({6, 7, 1}))),
        ({"weekdays": "每天"}, "hours", Hours()),
        ({"season": "04-01~10-31"}, "season_from", 401),
        ({"season": "11月1日至3月31日"}, "season_until", 331),
        ({"season": "全年"}, "season_until", 1231),
        ({"capacity": "80"}, "capacity", 80),
        ({"until": "2026/12/31"}, "until_day", date(2026, 12, 31)),
        ({"radius_m": "45.5"}, "ground", Ground(centre=SPOT, radius_m=45.5)),
        (
            {"cameras": "CAM-1; CAM-2#stalls"},
            "ground",
            Ground(centre=SPOT, radius_m=30.0, cameras=frozenset({"CAM-1", "CAM-2#stalls"})),
        ),
    ],
)
def test_cells_are_read_as_offices_write_them(cells: dict[str, str], field: str, value: Any) -> None:
    assert getattr(told(**cells), field) == value


def test_a_permit_may_lie_in_a_place_and_names_a_kind_of_holder_only() -> None:
    permit = told(PERMIT, None, place="SD-01", until="2026-12-31", holder="商户")
    assert (permit.ground, permit.holder) == (MARKET.ground, Holder.SHOP)
    with pytest.raises(RowRefused, match="never a name"):
        told(PERMIT, until="2026-12-31", holder="某某某")


@pytest.mark.parametrize(
    ("kind", "cells", "reason"),
    [
        (PLACE, {"number": ""}, "number is needed"),
        (PLACE, {"number": "x" * 81}, "80 characters"),
        (PLACE, {"name": "x" * 161}, "160 characters"),
        (PLACE, {"categories": ""}, "which categories"),
        (PLACE, {"categories": "no such thing"}, "is no category"),
        (PLACE, {"hours": "evening"}, "17:00-23:00"),
        (PLACE, {"hours": "25:00-26:00"}, "17:00-23:00"),
        (PLACE, {"weekdays": "0"}, "weekdays"),
        (PLACE, {"season": "04-31~10-31"}, "season"),
        (PLACE, {"capacity": "many"}, "whole number"),
        (PLACE, {"capacity": "-3"}, "whole number"),
        (PLACE, {"radius_m": "3"}, "5 to 2000"),
        (PLACE, {"cameras": "CAM 1 #"}, "asset#zone"),
        (PLACE, {"place": "SD-99"}, "no place"),
        (PERMIT, {}, "last day"),
        (PERMIT, {"from": "2026-12-31", "until": "2026-12-01"}, "before the first"),
        (PERMIT, {"until": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(kind: AllowanceKind, cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RowRefused, match=reason):
        told(kind, **cells)


def test_without_a_position_or_cameras_it_is_nowhere() -> None:
    with pytest.raises(RowRefused, match="no position"):
        told(point=None)
    assert told(point=None, cameras="CAM-1").ground == Ground(cameras=frozenset({"CAM-1"}))


@pytest.mark.parametrize(("state", "closed"), [("", False), ("在用", False), ("撤销", True), ("closed", True)])
def test_a_state_takes_it_away(state: str, closed: bool) -> None:
    row = GroundRow(where=Text("", ""), cells={"number": "A1", "state": state})
    assert is_closed(row) is closed


def test_a_state_that_is_none_is_refused() -> None:
    with pytest.raises(RowRefused, match="open or closed"):
        is_closed(GroundRow(where=Text("", ""), cells={"number": "A1", "state": "perhaps"}))
