"""The demo bureau's people out on the streets: their devices, where they were today, and the roster they follow."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from functools import reduce
from typing import Final

from bootstrap import now_us, open_database
from bootstrap.accounts import console
from dashboard.domain.durations import SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import moved
from dashboard.domain.roster.duty import DutySpan, day_of, moment_us
from dashboard.domain.roster.records import Attendance, SignInMeans
from dashboard.errors import Unavailable
from dashboard.ports.positions import PositionStore, PositionWork
from dashboard.services.positions.devices import PositionDevices
from dashboard.services.positions.recording import read_shifts
from dashboard.settings import Settings
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import Database
from data_sources.db.positions.store import SqlPositionStore
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.phones import linked_devices
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.walkers import Patrol, Walkers

TRACKED_EACH_US: Final = 30 * SECOND_US
_SETTLED: Final = "patrols"
_LOG = logging.getLogger(__name__)


def settle_patrols(settings: Settings, engine: Database, city: DemoCity, until_us: int) -> None:
    """Once only: link body cameras and terminals with their people, and record where those on duty that day were.

    `until_us` is now. What phones told before stays as it is.
    """
    if CityReader(engine).document_value(_SETTLED) is not None:
        return
    store, bureau = SqlPositionStore(engine, now_us), make_bureau(city)
    _link_devices(store, linked_devices(bureau))
    begun_us = moment_us(day_of(until_us, settings.timezone), 0, settings.timezone)
    with store.begin() as work:
        spans = read_shifts(work, until_us, settings.timezone)
        _record_tracks(work, Walkers(city, bureau, city.seed), spans, begun_us, until_us)
        work.bump([Feed.ROSTER])
    save_document(engine, _SETTLED, {"until_us": until_us}, until_us)


def build_patrol(settings: Settings, city: DemoCity, seed: int, speed: float) -> Patrol:
    """Everybody who is on duty by the roster in the database."""
    roster = _Roster(SqlPositionStore(open_database(settings), now_us), settings.timezone)
    return Patrol(Walkers(city, make_bureau(city), seed), roster.shifts, speed)


class _Roster:
    """The shifts around a moment; while the database is out of reach, what it said last."""

    def __init__(self, store: PositionStore, zone: tzinfo) -> None:
        self._store = store
        self._zone = zone
        self._known: Sequence[DutySpan] = ()

    def shifts(self, at_us: int) -> Sequence[DutySpan]:
        try:
            with self._store.look() as work:
                self._known = read_shifts(work, at_us, self._zone)
        except Unavailable as error:
            _LOG.warning("People walk by the roster of before: %s", error)
        return self._known


def _link_devices(store: PositionStore, devices: Mapping[str, str]) -> None:
    with store.look() as work:
        known, keys = work.people_of_sources(), work.person_keys()
    links = PositionDevices(store, now_us)
    for number, source in devices.items():
        if number in keys and source not in known:
            links.link(source, number, console())


def _record_tracks(
    work: PositionWork, walkers: Walkers, spans: Sequence[DutySpan], from_us: int, until_us: int
) -> None:
    """Of each shift since then, from its beginning, as if the phones had reported; the first position signs in.

    Who did not sign in for a shift that is over did not come.
    """
    keys, positions = work.person_keys(), work.person_positions()
    signed_in = {(each.person, each.day) for each in work.attendance(*_days(spans))} if spans else set()
    points: dict[int, list[Position]] = {}
    for walk in walkers.walks(spans, from_us, until_us):
        span, track = walk.span, walkers.track(walk, walk.span.start_us, until_us, TRACKED_EACH_US)
        came = (span.person, span.day) in signed_in
        if span.person in keys and track and (came or until_us < span.end_us):
            points.setdefault(keys[span.person], []).extend(track)
            if not came:
                first_us = track[0].at_us
                work.sign_in(Attendance(span.person, span.day, span.shift, first_us, None, SignInMeans.POSITION))
    work.record_positions({key: _newest(track) for key, track in points.items() if key not in positions}, points)


def _days(spans: Sequence[DutySpan]) -> tuple[date, date]:
    return min(span.day for span in spans), max(span.day for span in spans)


def _newest(track: Sequence[Position]) -> KnownPosition:
    ordered = sorted(track, key=lambda each: each.at_us)
    still = reduce(moved, ordered, None)
    assert still is not None
    return KnownPosition(ordered[-1], ordered[-1].at_us, still)
