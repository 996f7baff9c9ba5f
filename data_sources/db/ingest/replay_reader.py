"""Stored readings as messages that can be played again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import orjson
from sqlalchemy import Engine, select

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.metrics import METRICS_BY_NUMBER
from dashboard.domain.readings import ReadingFlag
from dashboard.domain.replays import RecordedMessage
from data_sources.db import tables as t
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.uplinks.canonical import SHARED_TOPIC

_SLICE_US: Final = 5 * MINUTE_US
_O = t.observation.c


class ReplayReader:
    """Reads a past time range as canonical observations. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def messages(self, from_us: int, until_us: int) -> Iterator[RecordedMessage]:
        """What was measured from `from_us` on and before `until_us`, in the order of time.

        What was a replay itself, and what belongs to no device any more, is left out. The range is read in slices of
        five minutes, so that no transaction stays open while they are played.
        """
        for start_us in range(from_us - from_us % _SLICE_US, until_us, _SLICE_US):
            yield from _group(self._slice(max(start_us, from_us), min(start_us + _SLICE_US, until_us)))

    def _slice(self, from_us: int, until_us: int) -> list[Any]:
        query = (
            select(t.asset.c.device_ref, _O.measured_us, _O.discriminator, _O.metric, _O.value)
            .join(t.asset, t.asset.c.asset_key == _O.asset_key)
            .where(_O.hour == from_us // HOUR_US, _O.measured_us >= from_us, _O.measured_us < until_us)
            .where(IS_DEVICE, t.asset.c.device_ref.is_not(None), _O.flags.op("&")(int(ReadingFlag.REPLAYED)) == 0)
            .order_by(_O.measured_us, _O.asset_key, _O.discriminator)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query))


def _group(rows: Iterable[Any]) -> Iterator[RecordedMessage]:
    """The readings of one device at one moment as one message."""
    for (device_ref, measured_us, _), readings in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        metrics = [(METRICS_BY_NUMBER[row.metric], row.value) for row in readings if row.metric in METRICS_BY_NUMBER]
        values = {metric.key: metric.present(value) for metric, value in metrics}
        body = {"device_ref": device_ref, "ts": measured_us, "values": values}
        yield RecordedMessage(SHARED_TOPIC, orjson.dumps(body), measured_us)
