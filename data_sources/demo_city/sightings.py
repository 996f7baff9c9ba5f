"""What the cameras report: events with their start, updates and end, more of them where there is a market."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from data_sources.demo_city.chance import Dice, scatter
from data_sources.demo_city.devices import market_place, nearness
from data_sources.demo_city.encoders import Message
from data_sources.demo_city.frame import to_metres
from data_sources.demo_city.models import Moment
from data_sources.demo_city.records import Asset
from data_sources.demo_city.scenarios import Scenario, crowd, surge
from data_sources.demo_city.snapshots import HEIGHT, WIDTH, Snapshot

HOT_SPOTS: Final = 36
"""Cameras that see most of what happens, so that repeats of the same thing occur."""

MEAN_GAP_S: Final = {Scenario.CALM: 45.0, Scenario.MARKET: 12.0, Scenario.STORM: 25.0}
SURE, UNSURE = (0.71, 0.97), (0.22, 0.38)
UNSURE_SHARE: Final = 0.08
_USUAL: Final = {"0505": 30, "0506": 22, "0102": 14, "0504": 12, "0501": 8, "0511": 7, "0507": 7}
_MARKET: Final = {"0504": 40, "0501": 34, "0506": 12, "0505": 8, "0507": 6}
_STORM: Final = {"0406": 70, "0505": 14, "0102": 8, "0507": 8}
WATER: Final = "0406"
SEES_WATER_M: Final = 150.0
UNDERPASS_TIMES: Final = 8
_FRIGATE: Final = {
    "0505": "car",
    "0506": "motorcycle",
    "0501": "vendor",
    "0504": "shop_outside",
    "0102": "trash",
    "0507": "heap",
    "0511": "clothesline",
    "0406": "waterlogging",
}
"""What a Frigate with its own model calls each category; vehicles keep their stock labels, and clotheslines are a word
that nobody has given a category yet."""


class Sighting(NamedTuple):
    """One thing that one camera sees for a while; `beats` are the seconds of its reports, the last one the end."""

    number: int
    camera: Asset
    category: str
    confidence: float
    beats: tuple[float, ...]


class Sightings:
    """Draws the sightings of a run, one after the other."""

    def __init__(self, assets: Sequence[Asset], seed: int) -> None:
        self._seed = seed
        self._cameras = [asset for asset in assets if asset.kind == "camera"]
        market = market_place(assets)
        ordered = sorted(self._cameras, key=lambda camera: (-nearness(camera, market), camera.asset_id))
        self._at_market = ordered[: min(14, len(ordered))]
        self._at_water = _watching_water(self._cameras, assets)
        hot = Dice.of(seed, "hot spots")
        drawn = hot.sample(self._cameras, min(HOT_SPOTS, len(self._cameras)))
        self._hot = [*drawn, *(camera for camera in self._cameras if camera.uplink == "frigate")]

    def gap_s(self, number: int, moment: Moment) -> float:
        """How long after the `number`-th sighting the next one begins."""
        return MEAN_GAP_S[moment.scenario] * (0.25 + 1.5 * scatter(self._seed, number, 21))

    def draw(self, number: int, moment: Moment) -> Sighting | None:
        """The `number`-th sighting; None in a city without cameras."""
        if not self._cameras:
            return None
        rng = Dice.of(self._seed, "sighting", number)
        market = crowd(moment.scenario, moment.elapsed_s) * 0.9
        wet = surge(moment.scenario, moment.elapsed_s) * 0.7
        weights, pool = _USUAL, self._hot if rng.random() < 0.7 else self._cameras
        if rng.random() < market:
            weights, pool = _MARKET, self._at_market
        elif rng.random() < wet:
            weights, pool = _STORM, self._cameras
        category = rng.choices(list(weights), list(weights.values()))[0]
        if category == WATER and self._at_water:
            pool = self._at_water
        beats = [0.0]
        for _ in range(rng.randint(1, 4)):
            beats.append(beats[-1] + rng.uniform(15, 45))
        sure = rng.uniform(*UNSURE) if rng.random() < UNSURE_SHARE else rng.uniform(*SURE)
        return Sighting(number, rng.choice(pool), category, round(sure, 2), tuple(beats))


def _watching_water(cameras: Sequence[Asset], assets: Sequence[Asset]) -> list[Asset]:
    """The camera that sees each low point, if any; that of an underpass several times, for it floods first."""
    found: list[Asset] = []
    for low in (asset for asset in assets if asset.kind == "road_water"):
        place = to_metres((low.lon, low.lat))
        near = [(math.dist(to_metres((camera.lon, camera.lat)), place), camera.asset_id, camera) for camera in cameras]
        distance_m, _, camera = min(near, default=(math.inf, "", low))
        if distance_m <= SEES_WATER_M:
            found += [camera] * (UNDERPASS_TIMES if low.attributes.get("underpass") is True else 1)
    return found


def sighting_message(sighting: Sighting, beat: int, at: datetime, shot: Snapshot, run: int) -> Message:
    """The `beat`-th report of a sighting: with the picture at the start, without at updates and the end.

    `run` tells the simulation's runs apart, so that a second one does not repeat the event ids of the first.
    """
    if sighting.camera.uplink == "frigate":
        return _frigate(sighting, beat, at, shot, run)
    return _canonical(sighting, beat, at, shot, run)


def _canonical(sighting: Sighting, beat: int, at: datetime, shot: Snapshot, run: int) -> Message:
    camera_id = sighting.camera.device_ref.split(":", 1)[1]
    body: dict[str, Any] = {
        "event_id": f"EV-{run:x}-{sighting.number:05d}",
        "phase": _phase(sighting, beat, ("start", "update", "end")),
        "category": sighting.category,
        "confidence": round(min(0.99, sighting.confidence + 0.01 * beat), 2),
        "ts": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "bbox": list(shot.bbox),
        "zone": "pavement",
    }
    if beat == 0:
        body["image"] = base64.b64encode(shot.png).decode()
    return _message(f"xiuhua/v1/camera/{camera_id}/event", body)


def _frigate(sighting: Sighting, beat: int, at: datetime, shot: Snapshot, run: int) -> Message:
    """The tracked object before and after, as Frigate publishes it; its box is in pixels."""
    phase = _phase(sighting, beat, ("new", "update", "end"))
    after = _tracked(sighting, beat, at, shot, run)
    before = {**after, "frame_time": after["frame_time"] - 1.0, "end_time": None, "thumbnail": None}
    return _message("frigate/events", {"type": phase, "before": before, "after": after})


def _tracked(sighting: Sighting, beat: int, at: datetime, shot: Snapshot, run: int) -> dict[str, Any]:
    now = at.timestamp()
    started = now - sighting.beats[beat]
    x, y, w, h = shot.bbox
    corners = [x * WIDTH, y * HEIGHT, (x + w) * WIDTH, (y + h) * HEIGHT]
    ended = beat == len(sighting.beats) - 1
    return {
        "id": f"{run}.{sighting.number:06d}-xiuhua",
        "camera": sighting.camera.device_ref.removeprefix("frigate:"),
        "frame_time": round(now, 3),
        "label": _FRIGATE[sighting.category],
        "sub_label": None,
        "top_score": min(0.99, sighting.confidence + 0.01 * beat),
        "score": sighting.confidence,
        "false_positive": False,
        "start_time": round(started, 3),
        "end_time": round(now, 3) if ended else None,
        "box": [round(corner) for corner in corners],
        "current_zones": ["no_park_1"],
        "entered_zones": ["no_park_1"],
        "stationary": True,
        "motionless_count": 60 + 40 * beat,
        "has_snapshot": True,
        "has_clip": False,
        "thumbnail": base64.b64encode(shot.png).decode() if beat == 0 else None,
    }


def _phase(sighting: Sighting, beat: int, words: tuple[str, str, str]) -> str:
    if beat == 0:
        return words[0]
    return words[2] if beat == len(sighting.beats) - 1 else words[1]


def _message(topic: str, body: dict[str, Any]) -> Message:
    return Message(topic, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 1)
