"""The simulated devices: what of an asset its simulation needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.domain.kinds import SensorType
from data_sources.demo_city.chance import scatter
from data_sources.demo_city.frame import Point, to_metres
from data_sources.demo_city.profiles import PROFILES_BY_KEY, Profile
from data_sources.demo_city.records import Asset

PACE: Final = 0.3
"""Demo devices report more often than real ones, so that the screen shows life: at this share of their interval."""

STEADY: Final = ("camera", "speaker")
"""Kinds that only say that they work: these keep their own interval."""

OFFLINE_SHARE: Final = 0.01
ALWAYS_ONLINE: Final = 60
"""Kinds with fewer devices than this have none that is offline."""

MARKET_REACH_M: Final = 1_000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedDevice:
    """One device: its asset, how it speaks, how often, and its fixed traits (0–1).

    `market` is how near it is to the market (1 at it); `exposure` how low it lies (1 is the underpass).
    """

    number: int
    asset: Asset
    profile: Profile
    sensor: SensorType
    interval_s: float
    trait: float
    market: float
    exposure: float
    offline: bool


def make_devices(assets: Iterable[Asset], sensors: Mapping[str, SensorType], seed: int) -> list[SimulatedDevice]:
    """The reporting devices among the assets, in their order. A Frigate camera reports nothing but its events."""
    measuring = [asset for asset in assets if asset.kind in sensors and asset.uplink != "frigate"]
    counts: dict[str, int] = {}
    for asset in measuring:
        counts[asset.kind] = counts.get(asset.kind, 0) + 1
    market = market_place(measuring)
    return [
        _device(number, asset, sensors[asset.kind], seed, market, counts[asset.kind] >= ALWAYS_ONLINE)
        for number, asset in enumerate(measuring)
    ]


def market_place(assets: Iterable[Asset]) -> Point:
    """Where the morning market is: at the first car park named after one (菜场), else in the centre."""
    for asset in assets:
        if asset.kind == "car_park" and "菜场" in asset.name:
            return to_metres((asset.lon, asset.lat))
    return 0.0, 0.0


def nearness(asset: Asset, market: Point) -> float:
    """1 at the market, falling to 0 at MARKET_REACH_M."""
    return max(0.0, 1 - math.dist(to_metres((asset.lon, asset.lat)), market) / MARKET_REACH_M)


def _device(
    number: int, asset: Asset, sensor: SensorType, seed: int, market: Point, may_be_offline: bool
) -> SimulatedDevice:
    trait = scatter(seed, number, 1)
    pace = 1.0 if asset.kind in STEADY else PACE
    return SimulatedDevice(
        number=number,
        asset=asset,
        profile=PROFILES_BY_KEY[str(asset.profile)],
        sensor=sensor,
        interval_s=sensor.simulator.interval_s * pace * (0.92 + 0.16 * scatter(seed, number, 2)),
        trait=trait,
        market=nearness(asset, market),
        exposure=1.0 if asset.attributes.get("underpass") is True else 0.12 + 0.68 * trait,
        offline=may_be_offline and scatter(seed, number, 3) < OFFLINE_SHARE,
    )
