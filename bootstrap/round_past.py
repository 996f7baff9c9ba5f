"""The demo's patrol rounds by camera, with those of the last weeks."""

from __future__ import annotations

from typing import Any, Final

from dashboard.domain.camera_rounds.records import RoundLook, RoundPlan
from dashboard.domain.durations import DAY_US
from dashboard.settings import Settings
from data_sources.db.camera_rounds.store import SqlCameraRoundStore
from data_sources.db.engine import Database
from data_sources.demo_city.camera_rounds import PAST_DAYS, PastWalk, demo_rounds, past_walks
from data_sources.demo_city.records import DemoCity

_DOCUMENT: Final = "camera_rounds"


def settle_rounds(settings: Settings, engine: Database, city: DemoCity, seed: int, until_us: int) -> None:
    """Once only: what was planned and walked afterwards stays."""
    begun_us = until_us - PAST_DAYS * DAY_US
    with SqlCameraRoundStore(engine, lambda: until_us).begin() as work:
        if work.document(_DOCUMENT):
            return
        for name, plan in demo_rounds(city):
            _settle(work, name, plan, begun_us, past_walks(name, plan, begun_us, until_us, settings.timezone, seed))
        work.save_document(_DOCUMENT, {"began_us": begun_us})


def _settle(work: Any, name: str, plan: RoundPlan, begun_us: int, walks: Any) -> None:
    key = work.add_round(name, plan, begun_us)
    for walk in walks:
        _keep(work, key, walk)


def _keep(work: Any, round_key: int, walk: PastWalk) -> None:
    first_us, last_us = walk.looks[0].at_us, walk.looks[-1].at_us
    key = work.begin_walk(round_key, walk.planned_us, walk.cameras, walk.seat, first_us)
    work.hold_walk(key, walk.seat, first_us, last_us)
    for position, look in enumerate(walk.looks):
        work.save_round_look(RoundLook(key, position, look.asset_id, walk.seat, look.at_us, look.result))
    if len(walk.looks) == len(walk.cameras):
        work.end_walk(key, last_us)
