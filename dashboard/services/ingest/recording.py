"""Records what devices say: one transaction from readings to states, alarms and events, then the live channel."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.alarms import NOTES, AlarmTransition, OpenAlarm, after, display_state, due_us, evaluate
from dashboard.domain.camera_events import CameraEventReport
from dashboard.domain.counters import counted
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.metrics import METRICS
from dashboard.domain.plausibility import plausible_ranges
from dashboard.domain.readings import Delivery, Device, Observation, ReadingFlag, Refused, TimeSource
from dashboard.domain.refusals import OUT_OF_RANGE
from dashboard.domain.severity import AssetState
from dashboard.ports.ingest import IngestStore, IngestWork, ObservationRow, ParkingChange, QuarantineRow, Recorded
from dashboard.ports.operations import AssetChange, Clock, LiveNotifier
from dashboard.ports.parts import AssetLatest
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import MQTT_CHANNEL, Intake, KnownObservation, KnownRefusal, Sorted

log = logging.getLogger(__name__)

LATE_AFTER_US: Final = HOUR_US
_REPEAT_WINDOW_US: Final = SECOND_US
_REMEMBERED: Final = 24
_SEEN: Final = "seen"
_SINCE: Final = "since_us"
_NO_ALARMS: Final[dict[str, OpenAlarm]] = {}
_NUMBERS: Final = {key: metric.number for key, metric in METRICS.items()}
# Plain integers: thousands of readings pass each second.
_CLOCK_FLAG: Final = {
    TimeSource.DEVICE: 0,
    TimeSource.GATEWAY: int(ReadingFlag.GATEWAY_CLOCK),
    TimeSource.SERVER: int(ReadingFlag.SERVER_CLOCK),
    TimeSource.UNKNOWN: int(ReadingFlag.SERVER_CLOCK),
}
_LATE: Final = int(ReadingFlag.LATE)
_REPLAYED: Final = int(ReadingFlag.REPLAYED)

Settle = Callable[[IngestWork], Iterable[Feed]]
"""What is done in the ingest's transaction beside the recording; returns the feeds that it changed."""


@dataclass
class _Batch:
    """What one transaction gathers before it writes."""

    now_us: int
    latest: dict[int, AssetLatest] = field(default_factory=dict)
    open_alarms: dict[int, dict[str, OpenAlarm]] = field(default_factory=dict)
    rows: list[ObservationRow] = field(default_factory=list)
    doubtful: list[list[ObservationRow]] = field(default_factory=list)
    parking: list[ParkingChange] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    news: dict[int, dict[str, float]] = field(default_factory=dict)
    transitions: list[tuple[Device, list[AlarmTransition], bool]] = field(default_factory=list)
    refused: list[KnownRefusal] = field(default_factory=list)
    repeated: int = 0


class Ingest:
    """Turns deliveries into rows, states, alarms and live changes.

    `refresh` follows the registry, mappings and rules; call it once a second. `record` raises Unavailable when
    the database is out of reach: nothing was kept then, and the same deliveries may be recorded again.
    """

    def __init__(
        self, store: IngestStore, intake: Intake, rules: RuleBook, notifier: LiveNotifier, clock: Clock
    ) -> None:
        self._store = store
        self._intake = intake
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._revisions: dict[Feed, int] = {}
        self._asset_ids: dict[int, str] = {}

    def refresh(self) -> bool:
        """Reload what has a new revision; return whether device mappings or devices changed."""
        revisions = self._store.revisions()
        changed = {key for key, number in revisions.items() if self._revisions.get(key) != number}
        first = not self._asset_ids
        if first or Feed.REGISTRY in changed:
            registry = self._store.registry()
            self._intake.registry = registry
            self._asset_ids = {device.asset_key: device.asset_id for device in registry.values()}
        if first or Feed.MAPPINGS in changed:
            self._intake.load_mappings(self._store.mapping_specs())
        if first or changed & {Feed.REGISTRY, Feed.RULES}:
            self._rules.reload()
        self._revisions = revisions
        return first or bool(changed & {Feed.REGISTRY, Feed.MAPPINGS})

    def record(self, deliveries: Sequence[Delivery], channel: str = MQTT_CHANNEL) -> Recorded:
        """Record a batch in one transaction and tell the live channel afterwards."""
        return self.record_sorted(self._intake.sort(deliveries, channel))

    def record_poison(self, delivery: Delivery, error: Exception, channel: str = MQTT_CHANNEL) -> Recorded:
        """Keep a delivery that cannot be recorded, for whatever reason, in quarantine."""
        detail = f"{type(error).__name__}: {error}; please report it with the payload"
        return self.record_sorted(Sorted(quarantined=[QuarantineRow(delivery, channel, "internal_error", detail)]))

    def topic_filters(self) -> list[str]:
        """The MQTT subscriptions that the ingest needs."""
        return self._intake.topic_filters()

    def read(self, deliveries: Sequence[Delivery], channel: str) -> Sorted:
        """What the deliveries come to, before anything is recorded."""
        return self._intake.sort(deliveries, channel)

    def record_sorted(self, batch: Sorted, settle: Settle | None = None) -> Recorded:
        """Record what was read already; `settle` does more in the same transaction."""
        gathered = _Batch(now_us=self._clock())
        with self._store.begin() as work:
            cameras = self._cameras(batch.camera_reports)
            self._record_observations(work, batch.observations, cameras, gathered)
            work.add_to_quarantine(batch.quarantined)
            for report in batch.camera_reports:
                work.save_camera_event(report, self._intake.registry.get(report.camera_ref), gathered.now_us)
            for picture in batch.camera_pictures:
                work.save_camera_picture(picture, gathered.now_us)
            settled = settle(work) if settle else ()
            feeds = work.bump([*_changed_feeds(gathered, batch), *settled])
        self._notifier.publish(self._changes(gathered), feeds)
        return Recorded(
            accepted=len(batch.observations) - gathered.repeated,
            repeated=gathered.repeated,
            quarantined=len({id(row.delivery) for row in batch.quarantined}),
            camera_events=len(batch.camera_reports),
            unmapped=batch.unmapped_fields,
        )

    def _cameras(self, reports: Sequence[CameraEventReport]) -> set[int]:
        """The keys of the cameras that report."""
        registry = self._intake.registry
        return {registry[report.camera_ref].asset_key for report in reports if report.camera_ref in registry}

    def _record_observations(
        self, work: IngestWork, observations: Sequence[KnownObservation], cameras: set[int], batch: _Batch
    ) -> None:
        if not observations and not cameras:
            return
        keys = sorted({known.device.asset_key for known in observations} | cameras)
        batch.latest = work.latest(keys)
        batch.open_alarms = work.open_alarms(keys)
        for known in observations:
            self._take_in(known, batch)
        for key in cameras:
            _note_sign_of_life(key, batch)
        work.add_observations(batch.rows)
        # Only what is not newer than the latest state can have been stored before.
        batch.repeated += sum(1 for rows in batch.doubtful if work.add_observations(rows) == 0)
        for device, transitions, suppressed in batch.transitions:
            work.apply_transitions(device, transitions, suppressed)
        self._settle_displays(work, batch)
        work.add_parking_changes(batch.parking)
        work.save_latest([batch.latest[key] for key in batch.touched])

    def _settle_displays(self, work: IngestWork, batch: _Batch) -> None:
        """The stored alarms have the last word: one that is raised while its shelf still holds is born shelved."""
        turned = {device.asset_key for device, _, _ in batch.transitions}
        if turned:
            stored = work.open_alarms(sorted(turned))
            for key in turned:
                batch.latest[key].state = display_state(stored.get(key, _NO_ALARMS).values(), False)

    def _take_in(self, known: KnownObservation, batch: _Batch) -> None:
        device, observation, received_us, _, _ = known
        latest = batch.latest[device.asset_key]
        if observation.time_source is not TimeSource.DEVICE and _seen_before(latest.memory, known):
            batch.repeated += 1
            return
        if observation.counters:
            observation = _without_counts(latest, known, batch)
            known = known._replace(observation=observation)
            if not observation.values:
                _note_sign_of_life(device.asset_key, batch)
                return
        news = _newer(latest.values, observation)
        late = (
            len(news) < len(observation.values)
            or observation.history
            or received_us - observation.measured_us > LATE_AFTER_US
        )
        rows = _rows(known, late)
        if len(news) == len(observation.values):
            batch.rows += rows
        else:
            batch.doubtful.append(rows)
        if "occupied" in news:
            batch.parking += _parking_change(latest, device, observation)
        self._update(latest, known, news, late, batch)

    def _update(
        self, latest: AssetLatest, known: KnownObservation, news: dict[str, float], late: bool, batch: _Batch
    ) -> None:
        device, observation, received_us, _, _ = known
        batch.touched.add(device.asset_key)
        earlier = batch.news.get(device.asset_key)
        batch.news[device.asset_key] = {**earlier, **news} if earlier else news
        for metric, value in news.items():
            latest.values[metric] = [value, observation.measured_us]
        if received_us > latest.last_seen_us:
            latest.last_seen_us = received_us
        latest.changed_us = batch.now_us
        if not late:
            self._evaluate(latest, device, observation, batch)
        elif latest.state is AssetState.OFFLINE:
            latest.state = display_state(batch.open_alarms.get(device.asset_key, {}).values(), False)

    def _evaluate(self, latest: AssetLatest, device: Device, observation: Observation, batch: _Batch) -> None:
        rules = self._rules.rules_for(device)
        before = batch.open_alarms.get(device.asset_key, _NO_ALARMS)
        transitions = (
            evaluate(rules, latest.memory, observation.values, observation.measured_us, before) if rules else []
        )
        latest.due_us = (
            due_us(rules, latest.memory, observation.measured_us) if rules and NOTES in latest.memory else None
        )
        if transitions:
            suppressed = self._rules.in_maintenance(device, batch.now_us)
            before = batch.open_alarms[device.asset_key] = after(before, transitions, suppressed=suppressed)
            batch.transitions.append((device, transitions, suppressed))
        elif latest.state is not AssetState.OFFLINE:
            return
        latest.state = display_state(before.values(), False)

    def _changes(self, batch: _Batch) -> list[AssetChange]:
        changes = []
        for key in batch.touched:
            latest = batch.latest[key]
            values = {metric: METRICS[metric].present(value) for metric, value in batch.news[key].items()}
            changes.append(AssetChange(self._asset_ids[key], latest.state, latest.last_seen_us, values))
        return changes


def _note_sign_of_life(asset_key: int, batch: _Batch) -> None:
    """An event is as good as a reading to tell that a camera works."""
    latest = batch.latest[asset_key]
    latest.last_seen_us = max(latest.last_seen_us, batch.now_us)
    if latest.state is AssetState.OFFLINE:
        latest.state = display_state(batch.open_alarms.get(asset_key, _NO_ALARMS).values(), False)
    latest.changed_us = batch.now_us
    batch.touched.add(asset_key)
    batch.news.setdefault(asset_key, {})


def _without_counts(latest: AssetLatest, known: KnownObservation, batch: _Batch) -> Observation:
    """The observation with what its counts grew by; of one whose time nobody knows they say nothing."""
    observation = known.observation
    if observation.undated:
        others = {metric: value for metric, value in observation.values.items() if metric not in observation.counters}
        return observation._replace(values=others)
    ranges = plausible_ranges(known.device.kind)
    values, refused = counted(latest.memory, observation.values, observation.counters, observation.measured_us, ranges)
    batch.refused += [
        KnownRefusal(
            known.device, Refused(observation.device_ref, metric, f"{amount:g}", OUT_OF_RANGE), known.received_us
        )
        for metric, amount in refused.items()
    ]
    return observation._replace(values=values)


def _newer(known: dict[str, list[Any]], observation: Observation) -> dict[str, float]:
    """The values that are newer than what is known of their metrics."""
    measured_us = observation.measured_us
    for metric in observation.values:
        if metric in known and known[metric][1] >= measured_us:
            break
    else:
        return observation.values
    return {
        metric: value
        for metric, value in observation.values.items()
        if metric not in known or known[metric][1] < measured_us
    }


def _rows(known: KnownObservation, late: bool) -> list[ObservationRow]:
    device, observation, received_us, _, _ = known
    measured_us = observation.measured_us
    source = observation.time_source
    flags = (0 if source is TimeSource.DEVICE else _CLOCK_FLAG[source]) | (_LATE if late else 0)
    if known.replayed:
        flags |= _REPLAYED
    hour = measured_us // HOUR_US
    discriminator = zlib.crc32(observation.dedupe.encode())
    key = device.asset_key
    return [
        ObservationRow(hour, key, _NUMBERS[metric], measured_us, discriminator, value, received_us, flags)
        for metric, value in observation.values.items()
    ]


def _seen_before(memory: dict[str, Any], known: KnownObservation) -> bool:
    """Whether this message was recorded already, for those whose time is not the device's own.

    A network server that repeats a frame gives it a new time, so the time cannot tell. Without any frame counter
    (server's clock) the same payload counts as a repeat only when the broker says so or within a second.
    """
    observation = known.observation
    mark = zlib.crc32(observation.dedupe.encode())
    seen: list[list[int]] = memory.setdefault(_SEEN, [])
    for entry in seen:
        if entry[0] == mark:
            if observation.time_source is not TimeSource.SERVER or known.redelivered:
                return True
            if abs(known.received_us - entry[1]) < _REPEAT_WINDOW_US:
                return True
    seen.append([mark, known.received_us])
    del seen[:-_REMEMBERED]
    return False


def _parking_change(latest: AssetLatest, device: Device, observation: Observation) -> list[ParkingChange]:
    """The change of a bay's occupancy, if it is one."""
    occupied = bool(observation.values["occupied"])
    before = latest.values.get("occupied")
    if before is not None and bool(before[0]) == occupied:
        return []
    since_us = latest.memory.get(_SINCE)
    latest.memory[_SINCE] = observation.measured_us
    lasted_s = None if since_us is None or before is None else (observation.measured_us - since_us) / 1e6
    return [ParkingChange(device.asset_key, observation.measured_us, occupied, lasted_s)]


def _changed_feeds(batch: _Batch, sorted_batch: Sorted) -> list[Feed]:
    feeds = []
    if batch.transitions:
        feeds.append(Feed.ALARMS)
    if sorted_batch.camera_reports or sorted_batch.camera_pictures:
        feeds.append(Feed.CAMERA_EVENTS)
    if sorted_batch.quarantined:
        feeds.append(Feed.QUARANTINE)
    return feeds
