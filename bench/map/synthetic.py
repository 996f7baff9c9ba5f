"""The map's data for the benchmark: the demo city in the shape of the three map endpoints."""

from __future__ import annotations

import os
import random
from typing import Any

from dashboard.domain.extent import city_extent
from dashboard.domain.map_detail import MapPart, features_of
from dashboard.domain.severity import AssetState
from dashboard.ports.register import BoardRow
from dashboard.services.live.board import lasting_columns, moving_columns
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import Asset, DemoCity

EPOCH = f"bench-{os.getpid()}"
STATES = ("normal", "minor", "major", "critical", "offline")
CHANGE_WEIGHTS = (0.9, 0.03, 0.008, 0.002, 0.06)
STATE_WEIGHTS = (0.985, 0.002, 0.001, 0.0003, 0.0117)


def snapshot(assets: tuple[Asset, ...], seed: int, at_ms: int) -> dict[str, Any]:
    """The columns of `/api/v1/map/assets` with a seeded, mostly calm state."""
    chance = random.Random(seed)
    rows = [BoardRow(a.asset_id, a.kind, a.name, a.lon, a.lat, AssetState.NORMAL, at_ms, 0, {}) for a in assets]
    states = chance.choices(STATES, STATE_WEIGHTS, k=len(rows))
    head = {"epoch": EPOCH, "n": 0, "t": "2026-11-21T08:15:00.000Z"}
    return {**lasting_columns(rows), **head, **moving_columns(rows, [(state, at_ms) for state in states])}


def areas(city: DemoCity, part: MapPart) -> dict[str, Any]:
    """The FeatureCollection of `/api/v1/map/areas` in this part."""
    features = [
        {
            "type": "Feature",
            "geometry": area.geometry,
            "properties": {
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "parent": area.parent,
                "squad": area.squad,
                "label": list(area.label),
            },
        }
        for area in city.areas
    ]
    bbox = city_extent(features, [])
    return {"type": "FeatureCollection", "bbox": bbox, "features": features_of(features, part)}


def changes(assets: tuple[Asset, ...], count: int, chance: random.Random, at_ms: int) -> list[dict[str, Any]]:
    """`count` changed assets of one frame; each may be in a new state, so that each can cost pixels."""
    states = chance.choices(STATES, CHANGE_WEIGHTS, k=count)
    return [
        {
            "id": chance.choice(assets).asset_id,
            "state": state,
            "at": at_ms,
            "values": {"tilt_deg": round(chance.random() * 9, 1)},
        }
        for state in states
    ]


def make_city(assets: int | None) -> DemoCity:
    """The demo city, with about `assets` devices."""
    return generate(assets=assets)
