"""The past of a metric, as trying a rule reads it: hours for the most part, readings where they decide."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, case, false, func, or_, select

from dashboard.domain.durations import HOUR_US
from dashboard.domain.metrics import METRICS
from dashboard.domain.rule_preview import Band, Past, PastHour, PastReading
from dashboard.ports.rule_pasts import MeasuredAsset, Reached, RulePasts
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.json_columns import unpacked

PENDING_HOURS_AT_MOST: Final = 48
_O = t.observation.c
_H = t.observation_hourly.c


class SqlRulePasts(RulePasts):
    """Reads roll-ups and readings of many assets. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def measured(self, kind: str, metric: str) -> Sequence[MeasuredAsset]:
        """The assets of a kind that have measured the metric, with its newest value."""
        asset, state = t.asset.c, t.asset_state.c
        query = (
            select(asset.asset_key, asset.asset_id, asset.grid_key, state["values"])
            .join_from(t.asset, t.asset_state, state.asset_key == asset.asset_key)
            .where(asset.kind == kind)
            .order_by(asset.asset_key)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        stored = ((key, asset_id, area, unpacked(values).get(metric)) for key, asset_id, area, values in rows)
        return [MeasuredAsset(key, asset_id, area, value[0]) for key, asset_id, area, value in stored if value]

    def reached(self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int) -> Reached:
        """Which of the assets had a value outside the band since then."""
        number, first = METRICS[metric].number, _first_hour(from_us)
        hours = (
            select(_H.asset_key, func.min(_H.minimum), func.max(_H.maximum), func.min(_H.hour))
            .where(_H.asset_key.in_(asset_keys), _H.metric == number, _H.hour >= first)
            .group_by(_H.asset_key)
        )
        with reading(self._engine) as connection:
            readings = (
                select(_O.asset_key, func.min(_O.value), func.max(_O.value), func.min(_O.hour))
                .where(_O.hour.in_(_pending(connection, first)), _O.asset_key.in_(asset_keys), _O.metric == number)
                .group_by(_O.asset_key)
            )
            rows = [*connection.execute(hours), *connection.execute(readings)]
        oldest = min((hour for *_, hour in rows), default=None)
        return Reached(
            frozenset(key for key, low, high, _ in rows if not band.covers(low, high)),
            None if oldest is None else oldest * HOUR_US,
        )

    def pasts(
        self, asset_keys: Sequence[int], metric: str, band: Band, from_us: int, readings: int
    ) -> Mapping[int, Past]:
        """The hours outside the band and those after them; readings of the newest ones, and of hours not rolled up."""
        number, first = METRICS[metric].number, _first_hour(from_us)
        of_assets = (_H.asset_key.in_(asset_keys), _H.metric == number)
        with reading(self._engine) as connection:
            hours = [
                (key, PastHour(*hour)) for key, *hour in connection.execute(_telling_hours(of_assets, band, first))
            ]
            pending = _pending(connection, first)
            told: list[Any] = []
            since = _affordable((hour for _, hour in hours), band, readings)
            if since is not None:
                told += connection.execute(_loud_readings(of_assets, band, since, pending)).all()
            told += connection.execute(
                select(_O.asset_key, _O.measured_us, _O.value).where(
                    _O.hour.in_(pending), _O.asset_key.in_(asset_keys), _O.metric == number
                )
            ).all()
        return _by_asset(hours, told)


def _first_hour(from_us: int) -> int:
    """The first hour that lies wholly after that moment."""
    return -(-from_us // HOUR_US)


def _pending(connection: Connection, first: int) -> list[int]:
    """The hours whose roll-up does not have every reading yet."""
    hour = t.rollup_pending.c.hour
    query = select(hour).where(hour >= first).order_by(hour.desc()).limit(PENDING_HOURS_AT_MOST)
    return list(connection.execute(query).scalars())


def _affordable(hours: Iterable[PastHour], band: Band, readings: int) -> int | None:
    """The hour from which on all readings outside the band are at most so many; None when there are none."""
    loud: dict[int, int] = defaultdict(int)
    for hour in hours:
        if not band.covers(hour.minimum, hour.maximum):
            loud[hour.hour] += hour.reported
    since = None
    for at in sorted(loud, reverse=True):
        readings -= loud[at]
        if readings < 0:
            return since
        since = at
    return since


def _telling_hours(of_assets: Sequence[ColumnElement[bool]], band: Band, first: int) -> Select[Any]:
    """The hours outside the band and the next one after each, which ends what they began."""
    loud = case((_outside(band), 1), else_=0)
    columns = (_H.asset_key, _H.hour, _H.count, _H.minimum, _H.maximum, _H.mean)
    before = func.lag(loud, 1, 0).over(partition_by=_H.asset_key, order_by=_H.hour)
    hours = select(*columns, loud.label("loud"), before.label("before")).where(*of_assets, _H.hour >= first).subquery()
    return (
        select(*(hours.c[column.name] for column in columns))
        .where(or_(hours.c.loud == 1, hours.c.before == 1))
        .order_by(hours.c.asset_key, hours.c.hour)
    )


def _loud_readings(
    of_assets: Sequence[ColumnElement[bool]], band: Band, since: int, pending: Sequence[int]
) -> Select[Any]:
    same = (_O.hour == _H.hour, _O.asset_key == _H.asset_key, _O.metric == _H.metric)
    return (
        select(_O.asset_key, _O.measured_us, _O.value)
        .select_from(t.observation_hourly)
        .join(t.observation, onclause=same[0] & same[1] & same[2])
        .where(*of_assets, _H.hour >= since, _O.hour >= since, _H.hour.not_in(pending), _outside(band))
    )


def _outside(band: Band) -> ColumnElement[bool]:
    """Infinite bounds are told apart here: an hour without a bound on one side cannot lie beyond it."""
    if band.low >= band.high:
        return _H.count > 0
    beyond: list[ColumnElement[bool]] = [false()]
    if math.isfinite(band.low):
        beyond.append(_H.minimum <= band.low)
    if math.isfinite(band.high):
        beyond.append(_H.maximum >= band.high)
    return or_(*beyond)


def _by_asset(hours: Iterable[tuple[int, PastHour]], readings: Iterable[tuple[int, int, float]]) -> dict[int, Past]:
    rolled: dict[int, list[PastHour]] = defaultdict(list)
    raw: dict[int, list[PastReading]] = defaultdict(list)
    for key, hour in hours:
        rolled[key].append(hour)
    for key, at_us, value in readings:
        raw[key].append(PastReading(at_us, value))
    return {key: Past(rolled[key], sorted(raw[key])) for key in {*rolled, *raw}}
