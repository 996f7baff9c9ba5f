"""What one transaction of the ingest gathers before it writes, and which readings in it are news."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.alarms import AlarmTransition, OpenAlarm
from dashboard.domain.counters import counted
from dashboard.domain.durations import HOUR_US
from dashboard.domain.metrics import METRICS
from dashboard.domain.plausibility import plausible_ranges
from dashboard.domain.readings import Device, Observation, ReadingFlag, Refused, TimeSource
from dashboard.domain.refusals import OUT_OF_RANGE
from dashboard.domain.repeats import Heard, hear
from dashboard.ports.ingest import IngestWork, ObservationRow, ParkingChange, RefusalRow
from dashboard.ports.parts import AssetLatest
from dashboard.services.ingest.intake import KnownObservation

LATE_AFTER_US: Final = HOUR_US
"""A reading that came later than this after it was measured is marked as late in the history."""

# Plain integers: thousands of readings pass each second.
_CLOCK_FLAG: Final = {
    TimeSource.DEVICE: 0,
    TimeSource.GATEWAY: int(ReadingFlag.GATEWAY_CLOCK),
    TimeSource.SERVER: int(ReadingFlag.SERVER_CLOCK),
    TimeSource.UNKNOWN: int(ReadingFlag.SERVER_CLOCK),
}
_LATE: Final = int(ReadingFlag.LATE)
_REPLAYED: Final = int(ReadingFlag.REPLAYED)
_NUMBERS: Final = {key: metric.number for key, metric in METRICS.items()}
_SEEN: Final = "seen"


@dataclass
class Batch:
    """What is read, changed and about to be written in one transaction."""

    now_us: int
    latest: dict[int, AssetLatest] = field(default_factory=dict)
    open_alarms: dict[int, dict[str, OpenAlarm]] = field(default_factory=dict)
    rows: list[ObservationRow] = field(default_factory=list)
    doubtful: list[list[ObservationRow]] = field(default_factory=list)
    parking: list[ParkingChange] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    news: dict[int, dict[str, float]] = field(default_factory=dict)
    transitions: list[tuple[Device, list[AlarmTransition], bool]] = field(default_factory=list)
    repeated: int = 0
    _refused: dict[tuple[int, str, str], RefusalRow] = field(default_factory=dict)

    def keep_rows(
        self, work: IngestWork, latest: AssetLatest, known: KnownObservation, *, is_echo: bool
    ) -> dict[str, float]:
        """Keep the rows of an observation, and return what of it is the newest known of its metric."""
        observation = known.observation
        if is_echo:
            return _newest(latest.values, observation)
        newest, measured_us = latest.values, observation.measured_us
        for metric in observation.values:
            if metric in newest and newest[metric][1] >= measured_us:
                return self._keep_doubtful(work, latest, known)
        self.rows += _rows(known, late=known.received_us - measured_us > LATE_AFTER_US)
        return observation.values

    def _keep_doubtful(self, work: IngestWork, latest: AssetLatest, known: KnownObservation) -> dict[str, float]:
        """Only what is not newer than the latest can have been stored before, so only this is asked for."""
        rows = _rows(known, late=True)
        news = _newest(latest.values, known.observation)
        if not _is_told_by_arrival(latest.values, known.observation, news):
            self.doubtful.append(rows)
            return news
        self.store_rows(work)
        if work.add_observations(rows):
            return news
        self.repeated += 1
        return {}

    def store_rows(self, work: IngestWork) -> None:
        """Store what was kept until now."""
        work.add_observations(self.rows)
        self.repeated += sum(1 for rows in self.doubtful if work.add_observations(rows) == 0)
        self.rows, self.doubtful = [], []

    def measure_counts(self, latest: AssetLatest, known: KnownObservation) -> KnownObservation:
        """Return the observation with what its counts grew by; an increase that cannot be true is refused."""
        observation, device = known.observation, known.device
        ranges = plausible_ranges(device.kind)
        values, refused = counted(
            latest.memory, observation.values, observation.counters, observation.measured_us, ranges
        )
        for metric, amount in refused.items():
            why = Refused(observation.device_ref, metric, f"{amount:g}", OUT_OF_RANGE)
            self.count_refusal(device.asset_key, why, known.received_us)
        return known._replace(observation=observation._replace(values=values))

    def count_refusal(self, asset_key: int, refused: Refused, at_us: int) -> None:
        """Count a value that was not taken."""
        key = asset_key, refused.field, refused.code
        before = self._refused.get(key)
        self._refused[key] = RefusalRow(*key, refused.value, at_us, before.times + 1 if before else 1)

    def refused_by_reason(self) -> dict[str, int]:
        """Return how often values were not taken, by reason."""
        counts: Counter[str] = Counter()
        for (_, _, code), row in self._refused.items():
            counts[code] += row.times
        return dict(counts)

    def refusals(self) -> Sequence[RefusalRow]:
        """Return what was not taken, counted by asset, field and code."""
        return list(self._refused.values())


def hear_message(memory: dict[str, Any], known: KnownObservation) -> tuple[Heard, KnownObservation]:
    """Whether it is a repeat, and the observation at a time that can be true: never later than it came.

    A device whose clock is ahead would else keep every later reading from being the newest.
    """
    observation = known.observation
    is_ahead = observation.measured_us > known.received_us
    if not is_ahead and observation.time_source is TimeSource.DEVICE:
        return Heard.NEWS, known
    counter = observation.seq if observation.seq is not None else observation.frame
    is_counted = counter is not None or observation.time_source is not TimeSource.SERVER
    mark = zlib.crc32(observation.dedupe.encode())
    seen = memory.setdefault(_SEEN, [])
    redelivered = known.redelivered
    heard = hear(seen, mark, known.received_us, counted=is_counted, redelivered=redelivered, counter=counter)
    if is_ahead:
        known = known._replace(observation=observation._replace(measured_us=known.received_us))
    return heard, known


def remember_values(values: dict[str, list[Any]], news: dict[str, float], observation: Observation) -> None:
    """Put the news among the newest values: the value, when it was measured and, where there is one, its number."""
    seq, measured_us = observation.seq, observation.measured_us
    for metric, value in news.items():
        values[metric] = [value, measured_us] if seq is None else [value, measured_us, seq]


def _newest(values: dict[str, list[Any]], observation: Observation) -> dict[str, float]:
    """What is newer than the newest known of its metric; of the same moment the higher number, else the later one."""
    return {
        metric: value
        for metric, value in observation.values.items()
        if metric not in values or _is_newer(values[metric], value, observation)
    }


def _is_newer(newest: list[Any], value: float, observation: Observation) -> bool:
    if newest[1] != observation.measured_us:
        return bool(newest[1] < observation.measured_us)
    if observation.seq is not None and len(newest) > 2:
        return bool(newest[2] < observation.seq)
    return bool(newest[0] != value)


def _is_told_by_arrival(values: dict[str, list[Any]], observation: Observation, news: dict[str, float]) -> bool:
    """Whether only the order of arrival makes something of it news: then a repeat must be known before it is judged."""
    return any(
        metric in values
        and values[metric][1] == observation.measured_us
        and (observation.seq is None or len(values[metric]) == 2)
        for metric in news
    )


def _rows(known: KnownObservation, *, late: bool) -> list[ObservationRow]:
    observation, received_us = known.observation, known.received_us
    measured_us = observation.measured_us
    flags = _CLOCK_FLAG[observation.time_source] | (_LATE if late else 0) | (_REPLAYED if known.replayed else 0)
    hour = measured_us // HOUR_US
    discriminator = zlib.crc32(observation.dedupe.encode())
    key = known.device.asset_key
    return [
        ObservationRow(hour, key, _NUMBERS[metric], measured_us, discriminator, value, received_us, flags)
        for metric, value in observation.values.items()
    ]
