"""The demo bureau's patrol rounds by camera, and those of the last weeks as they were walked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_rounds.planning import planned_times
from dashboard.domain.camera_rounds.records import LookResult, RoundPlan
from dashboard.domain.durations import MINUTE_US, SECOND_US
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.records import Asset, DemoCity

PAST_DAYS: Final = 28
SEATS: Final = ("operator", "operator", "operator", "dispatcher")
"""Accounts of the demo, the one that walks most of them most often."""
_EVERY_DAY: Final = frozenset(range(1, 8))
_WORKDAYS: Final = frozenset(range(1, 6))
_MISSED, _UNFINISHED, _FIND, _UNSEEN = 0.05, 0.02, 0.035, 0.015


class PastLook(NamedTuple):
    """A camera that was looked at."""

    asset_id: str
    at_us: int
    result: LookResult


class PastWalk(NamedTuple):
    """A round that was begun; one that was not finished has fewer looks than cameras."""

    planned_us: int
    cameras: tuple[str, ...]
    seat: str
    looks: tuple[PastLook, ...]


def demo_rounds(city: DemoCity) -> list[tuple[str, RoundPlan]]:
    """Return the rounds: high points, shop fronts and streets of the centre, drains, in the order of their numbers."""
    kinds: dict[str, list[Asset]] = {}
    for asset in city.assets:
        if asset.kind == "camera":
            kinds.setdefault(str(asset.attributes.get("camera_kind")), []).append(asset)
    plans = (
        ("高点早巡", "high_point", 12, _EVERY_DAY, (450,), 90),
        ("街面早高峰", "street", 14, _EVERY_DAY, (500, 1_010), 60),
        ("店外经营", "shop_front", 16, _EVERY_DAY, (570, 870, 1_170), 60),
        ("夜市与烧烤", "shop_front", 8, frozenset({5, 6, 7}), (1_260,), 60),
        ("易积水点", "drain", 10, _WORKDAYS, (540,), 120),
    )
    return [
        (name, RoundPlan(tuple(asset.asset_id for asset in kinds[kind][:count]), days, minutes, window_min))
        for name, kind, count, days, minutes, window_min in plans
        if kinds.get(kind)
    ]


def past_walks(name: str, plan: RoundPlan, from_us: int, until_us: int, zone: tzinfo, seed: int) -> Iterator[PastWalk]:
    """Return those of the planned times that were begun; the same for the same seed."""
    for planned_us in planned_times(plan, from_us, until_us - plan.window_min * MINUTE_US, zone):
        rng = Dice.of(seed, "camera round", name, planned_us)
        if rng.random() >= _MISSED:
            yield _walked(rng, plan.cameras, planned_us)


def _walked(rng: Dice, cameras: Sequence[str], planned_us: int) -> PastWalk:
    count = rng.randrange(1, len(cameras)) if len(cameras) > 1 and rng.random() < _UNFINISHED else len(cameras)
    at_us, looks = planned_us + rng.randrange(20) * MINUTE_US, []
    for asset_id in cameras[:count]:
        at_us += rng.randrange(12, 50) * SECOND_US
        drawn = rng.random()
        result = LookResult.FIND if drawn < _FIND else LookResult.NOTHING
        looks.append(PastLook(asset_id, at_us, LookResult.UNSEEN if drawn > 1 - _UNSEEN else result))
    return PastWalk(planned_us, tuple(cameras), rng.choice(SEATS), tuple(looks))
