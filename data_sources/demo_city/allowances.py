"""Where the demo city lets stalls stand, and whom it lets use the pavement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from dashboard.domain.coordinates import Position
from dashboard.domain.hours import Hours
from dashboard.domain.triage.allowances import Allowance, AllowanceKind, Ground, Holder
from dashboard.domain.triage.gates import Gate
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.devices import market_place, nearness
from data_sources.demo_city.records import Asset

PLACES: Final = 48
STALLS: Final = 3_800
PERMITS: Final = 12
AT_MARKET: Final = 5
_RADIUS_M: Final = (35.0, 70.0)
_EVENING, _MORNING, _DAY = (17 * 60, 23 * 60), (5 * 60, 9 * 60), (6 * 60, 21 * 60)
_HOURS: Final = (_EVENING, _EVENING, _MORNING, _DAY)
_PERMITTED: Final = (
    (Holder.WORKS, "0304", "管线施工围挡"),
    (Holder.SHOP, "0504", "门前外摆"),
    (Holder.EVENT, "0507", "促销活动搭建"),
)
GATES: Final = (
    Gate(is_on=True, least_score=0.4, version=1),
    Gate(category="0501", is_on=True, least_score=0.4, dwell_s=45, version=1),
    Gate(category="0504", is_on=True, least_score=0.4, dwell_s=45, version=1),
    Gate(category="0505", is_on=True, least_score=0.4, dwell_s=30, version=1),
    Gate(category="0202", is_on=True, least_score=0.4, merge_gap_s=86_400, version=1),
)
"""The demo's day is short: what stands for some seconds there stands for minutes elsewhere."""


def make_allowances(assets: Sequence[Asset], seed: int, today: date) -> list[Allowance]:
    """Return places around cameras with about 3 800 stalls in all, and permits of these weeks."""
    market = market_place(assets)
    cameras = [each for each in assets if each.kind == "camera"]
    ordered = sorted(cameras, key=lambda each: (-nearness(each, market), each.asset_id))
    rng, at_market = Dice.of(seed, "allowances"), ordered[:AT_MARKET]
    others = rng.sample(ordered[AT_MARKET:], max(0, min(PLACES + PERMITS, len(cameras)) - AT_MARKET))
    chosen = [*at_market, *others]
    places = chosen[: min(PLACES, max(1, len(chosen) * 4 // 5))]
    weights = [rng.uniform(0.5, 1.5) for _ in places]
    stalls = STALLS * len(places) // PLACES
    found = [
        _place(number, camera, rng, max(1, round(stalls * weight / sum(weights))))
        for number, (camera, weight) in enumerate(zip(places, weights, strict=True), start=1)
    ]
    return found + [_permit(number, each, rng, today) for number, each in enumerate(chosen[len(places) :], start=1)]


def _place(number: int, camera: Asset, rng: Dice, stalls: int) -> Allowance:
    begin, end = rng.choice(_HOURS)
    return Allowance(
        kind=AllowanceKind.PLACE,
        number=f"SD-{number:02d}",
        name=f"{camera.street or camera.name}疏导点",
        ground=Ground(centre=Position(camera.lon, camera.lat), radius_m=round(rng.uniform(*_RADIUS_M))),
        categories=frozenset({"0501"} if begin == _MORNING[0] else {"0501", "0504"}),
        hours=Hours(from_min=begin, until_min=end),
        capacity=stalls,
    )


def _permit(number: int, camera: Asset, rng: Dice, today: date) -> Allowance:
    holder, category, what = rng.choice(_PERMITTED)
    from_day = today - timedelta(days=rng.randint(0, 20))
    return Allowance(
        kind=AllowanceKind.PERMIT,
        number=f"ZD-{today.year}-{number:03d}",
        name=f"{camera.street or camera.name}{what}",
        ground=Ground(centre=Position(camera.lon, camera.lat), radius_m=25.0),
        categories=frozenset({category}),
        from_day=from_day,
        until_day=from_day + timedelta(days=rng.randint(25, 60)),
        holder=holder,
    )
