"""Words, gates and allowances for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bootstrap import now_us
from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.triage.allowances import Ground
from data_sources.db.triage.gate_store import SqlGateStore
from tests.domain.triage.test_allowances import MARKET, PERMIT
from tests.web.conftest import Site


def get(site: Site, path: str) -> dict[str, Any]:
    answer = site.client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_words_and_gates_are_counted_over_a_week_or_a_month(site: Site) -> None:
    event = {"event_id": "e1", "camera_id": "gate", "source": "vms", "category": "no such word", "confidence": 0.9}
    assert site.client.post("/api/v1/camera-events", json=event).status_code == 200
    words = get(site, "camera-words")
    assert (words["days"], words["events"], words["unclassified"]) == (7, 1, 1)
    (item,) = words["items"]
    assert (item["label"], item["category"], item["events"], item["held"]) == ("no such word", None, 1, 0)
    gates = get(site, "camera-gates?days=30")
    assert (gates["days"], gates["events"], gates["held"]) == (30, 1, {})
    stall = next(each for each in gates["items"] if each["category"] == "0501")
    assert (stall["is_on"], stall["dwell_s"], stall["least_score"], stall["merge_gap_s"]) == (False, 180, 0.4, 600)


@pytest.mark.parametrize("path", ["camera-words?days=31", "camera-gates?days=0", "camera-words?days=x"])
def test_other_days_are_refused(site: Site, path: str) -> None:
    assert site.client.get(f"/api/v1/{path}").status_code == 422


def test_places_and_permits_are_told_as_geojson_with_whether_they_hold_now(site: Site) -> None:
    store = SqlGateStore(site.services.engine, now_us)
    over = replace(PERMIT, number="ZD-0", until_day=PERMIT.from_day.replace(year=2001), from_day=PERMIT.from_day.min)
    nowhere = replace(MARKET, number="SD-2", ground=Ground(cameras=frozenset({"CAM-1"})))
    always = replace(PERMIT, until_day=PERMIT.until_day.replace(year=2999), from_day=PERMIT.from_day.min)
    with store.begin() as work:
        work.save_allowances([MARKET, nowhere, always, over], now_us())
        work.bump([Feed.GATES])
    place, permit = get(site, "allowances")["features"]
    assert (place["geometry"]["type"], place["properties"]["number"]) == ("MultiPolygon", "SD-01")
    assert (place["properties"]["capacity"], place["properties"]["from_min"]) == (80, 1020)
    assert place["properties"]["category_words"] == ["无照经营游商", "Street vendor"]
    assert permit["geometry"] == {"type": "Point", "coordinates": list(Position(121.42, 28.66))}
    assert (permit["properties"]["is_open"], permit["properties"]["until"]) == (True, "2999-11-30")
