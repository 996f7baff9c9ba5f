"""Records what devices say: one transaction from readings to states, alarms and events, then the live channel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from dashboard.domain.alarms import NOTES, OpenAlarm, after, display_state, due_us, evaluate
from dashboard.domain.camera_events import CameraEventReport, CameraPicture
from dashboard.domain.clocks import ALIKE_US, CLOCK, note_offset, wrong_clock
from dashboard.domain.compiled_rules import CompiledRules
from dashboard.domain.feeds import Feed
from dashboard.domain.ghosts import Met
from dashboard.domain.metrics import METRICS
from dashboard.domain.positions.known import Taken
from dashboard.domain.presence import attending
from dashboard.domain.quarantine import judged_revision
from dashboard.domain.readings import Delivery, Device, Observation, TimeSource
from dashboard.domain.repeats import Heard
from dashboard.domain.severity import AssetState
from dashboard.domain.triage.gates import NO_GATES
from dashboard.ports.ingest import IngestStore, IngestWork, ParkingChange, QuarantineRow, Recorded
from dashboard.ports.operations import AssetChange, Clock, LiveNotifier
from dashboard.ports.parts import AssetLatest
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.batch import Batch, hear_message, remember_values
from dashboard.services.ingest.intake import MQTT_CHANNEL, Intake, KnownObservation, Sorted
from dashboard.services.ingest.surroundings import Surroundings
from dashboard.services.positions.recording import Positions
from dashboard.services.triage.gate_book import GateBook

log = logging.getLogger(__name__)

_SINCE: Final = "since_us"
_NO_ALARMS: Final[dict[str, OpenAlarm]] = {}

Settle = Callable[[IngestWork], Iterable[Feed]]
"""What is done in the ingest's transaction beside the recording; returns the feeds that it changed."""


class Ingest:
    """Turns deliveries into rows, states, alarms and live changes.

    `refresh` follows the registry, mappings and rules; call it once a second. `record` raises Unavailable when
    the database is out of reach: nothing was kept then, and the same deliveries may be recorded again.
    """

    def __init__(
        self,
        store: IngestStore,
        intake: Intake,
        rules: RuleBook,
        notifier: LiveNotifier,
        clock: Clock,
        positions: Positions | None = None,
        gates: GateBook | None = None,
    ) -> None:
        self._store = store
        self._intake = intake
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._positions = positions
        self._gates = gates
        self._surroundings = Surroundings(store, rules.area_path)
        self._revisions: dict[Feed, int] = {}
        self._asset_ids: dict[int, str] = {}

    def refresh(self) -> bool:
        """Reload what has a new revision; return whether device mappings or devices changed."""
        revisions = self._store.revisions()
        changed = {key for key, number in revisions.items() if self._revisions.get(key) != number}
        first = not self._asset_ids
        if first or Feed.REGISTRY in changed:
            if self._intake.masking is not None:
                self._intake.masking.masks = self._store.camera_masks()
            registry = self._store.registry()
            self._intake.registry = registry
            self._asset_ids = {device.asset_key: device.asset_id for device in registry.values()}
        if first or Feed.MAPPINGS in changed:
            self._intake.load_mappings(self._store.mapping_specs())
        self._intake.revision = judged_revision(revisions)
        if first or changed & {Feed.REGISTRY, Feed.RULES}:
            self._rules.reload()
        if self._positions is not None:
            self._positions.refresh(revisions, self._clock())
        if self._gates is not None:
            self._gates.refresh(revisions)
        self._surroundings.refresh(self._intake.registry, self._clock())
        self._revisions = revisions
        return first or bool(changed & {Feed.REGISTRY, Feed.MAPPINGS})

    def attend(self, name: str) -> None:
        """Say that the ingest process `name` listens; call it every few seconds while it does.

        Whoever was not heard saying so for a while begins anew: what it missed makes no device silent.
        """
        now_us = self._clock()
        with self._store.begin() as work:
            before = next((each for each in work.listeners() if each.name == name), None)
            work.save_listener(attending(before, name, now_us))

    def leave(self, name: str) -> None:
        """Say that the ingest process `name` ends in good order."""
        with self._store.begin() as work:
            work.remove_listener(name)

    def record(self, deliveries: Sequence[Delivery], channel: str = MQTT_CHANNEL) -> Recorded:
        """Record a batch in one transaction and tell the live channel afterwards."""
        return self.record_sorted(self._intake.sort(deliveries, channel))

    def record_poison(self, delivery: Delivery, error: Exception, channel: str = MQTT_CHANNEL) -> Recorded:
        """Keep a delivery that cannot be recorded, for whatever reason, in quarantine."""
        return self.record_sorted(Sorted(quarantined=[self.poison(delivery, channel, error)]))

    def poison(self, delivery: Delivery, channel: str, error: Exception) -> QuarantineRow:
        """Return how a delivery that cannot be recorded is kept in quarantine."""
        detail = f"{type(error).__name__}: {error}; please report it with the payload"
        source = self._intake.source_of(delivery, channel)
        return QuarantineRow(delivery, channel, "internal_error", detail, source, judged_revision=self.revision)

    def rules_in(self, area: str | None, kind: str, asset_id: str) -> CompiledRules | None:
        """The rules for an asset in an area (code), also before it is there; None when its kind does not measure."""
        return self._rules.rules_in(area, kind, asset_id)

    @property
    def revision(self) -> int:
        """The revision of the devices and mappings by which messages are judged now."""
        return self._intake.revision

    def topic_filters(self) -> list[str]:
        """The MQTT subscriptions that the ingest needs."""
        return self._intake.topic_filters()

    def read(self, deliveries: Sequence[Delivery], channel: str) -> Sorted:
        """What the deliveries come to, before anything is recorded."""
        return self._intake.sort(deliveries, channel)

    def meet(self, delivery: Delivery, channel: str, device_ref: str) -> Met | None:
        """What this unknown device said in a delivery, and how it would be read; None when it did not speak in it."""
        return self._intake.meet(delivery, channel, device_ref)

    def record_sorted(self, batch: Sorted, settle: Settle | None = None) -> Recorded:
        """Record what was read already; `settle` does more in the same transaction."""
        gathered = Batch(now_us=self._clock())
        with self._store.begin() as work:
            self._record_observations(work, batch, gathered)
            work.add_to_quarantine(batch.quarantined)
            keeper = NO_GATES if self._gates is None else self._gates.keeper
            for report in batch.camera_reports:
                work.save_camera_event(report, self._intake.registry.get(report.camera_ref), gathered.now_us, keeper)
            for picture in batch.camera_pictures:
                work.save_camera_picture(picture, gathered.now_us)
            for note in batch.camera_notes:
                work.save_camera_note(note, gathered.now_us)
            settled = settle(work) if settle else ()
            positions, moved = self._take_positions(work, batch)
            feeds = work.bump([*_list_feeds(gathered, batch), *settled, *moved])
        self._notifier.publish(self._changes(gathered), feeds)
        return Recorded(
            accepted=len(batch.observations) - gathered.repeated,
            repeated=gathered.repeated,
            quarantined=len({id(row.delivery) for row in batch.quarantined}),
            camera_events=len(batch.camera_reports),
            unmapped=batch.unmapped_fields,
            refused=gathered.refused_by_reason(),
            positions=positions,
        )

    def record_still(self, event_key: int, picture: CameraPicture) -> bool:
        """Keep what a camera was asked to show of its event; False when the event has got a picture meanwhile.

        Raises UnreadablePayload for one that must be masked and cannot be.
        """
        masking = self._intake.masking
        picture = picture if masking is None else masking.applied(picture)
        with self._store.begin() as work:
            is_kept = work.save_camera_still(event_key, picture, self._clock())
            feeds = work.bump([Feed.CAMERA_EVENTS] if is_kept else [])
        self._notifier.publish([], feeds)
        return is_kept

    def _take_positions(self, work: IngestWork, batch: Sorted) -> tuple[Taken, Sequence[Feed]]:
        if self._positions is None or not batch.positions:
            return Taken(0, {}), ()
        return self._positions.take(work, batch.positions)

    def _cameras(self, reports: Sequence[CameraEventReport]) -> set[int]:
        """The keys of the cameras that report."""
        registry = self._intake.registry
        return {registry[report.camera_ref].asset_key for report in reports if report.camera_ref in registry}

    def _record_observations(self, work: IngestWork, batch: Sorted, gathered: Batch) -> None:
        spoke = self._who_spoke(batch)
        keys = sorted({known.device.asset_key for known in batch.observations} | spoke.keys())
        if not keys and not batch.refused:
            return
        gathered.latest = work.latest(keys)
        gathered.open_alarms = work.open_alarms(keys)
        for known in batch.observations:
            self._take_in(work, known, gathered)
        for key, heard_us in spoke.items():
            _note_sign_of_life(key, heard_us, gathered)
        gathered.store_rows(work)
        for device, transitions, suppressed in gathered.transitions:
            work.apply_transitions(device, transitions, suppressed)
        self._settle_displays(work, gathered)
        work.add_parking_changes(gathered.parking)
        for refusal in batch.refused:
            gathered.count_refusal(refusal.device.asset_key, refusal.refused, refusal.received_us)
        work.count_refusals(gathered.refusals())
        work.save_latest([gathered.latest[key] for key in gathered.touched])

    def _who_spoke(self, batch: Sorted) -> dict[int, int]:
        """The assets that spoke without a reading, and when: an event is as good as a reading to tell that it works."""
        spoke = {sign.device.asset_key: sign.received_us for sign in batch.signs_of_life}
        spoke |= dict.fromkeys(self._cameras(batch.camera_reports), self._clock())
        return spoke

    def _settle_displays(self, work: IngestWork, batch: Batch) -> None:
        """The stored alarms have the last word: one that is raised while its shelf still holds is born shelved."""
        turned = {device.asset_key for device, _, _ in batch.transitions}
        if turned:
            stored = work.open_alarms(sorted(turned))
            for key in turned:
                batch.latest[key].state = display_state(stored.get(key, _NO_ALARMS).values(), False)

    def _take_in(self, work: IngestWork, known: KnownObservation, batch: Batch) -> None:
        latest = batch.latest[known.device.asset_key]
        if known.observation.undated:
            batch.repeated += 1
            return
        behind_h = _clock_error_h(latest.memory, known)
        if behind_h:
            batch.count_refusal(
                known.device.asset_key, wrong_clock(known.observation.device_ref, behind_h), known.received_us
            )
        heard, known = hear_message(latest.memory, known)
        if heard is not Heard.NEWS:
            batch.repeated += 1
            if heard is Heard.REPEAT:
                return
        if known.observation.counters:
            known = batch.measure_counts(latest, known)
        known = self._surroundings.compare(known)
        news = batch.keep_rows(work, latest, known, is_echo=heard is Heard.ECHO)
        if "occupied" in news:
            batch.parking += _parking_change(latest, known.device, known.observation)
        self._update(latest, known, news, batch)

    def _update(self, latest: AssetLatest, known: KnownObservation, news: dict[str, float], batch: Batch) -> None:
        device, observation, received_us = known.device, known.observation, known.received_us
        batch.touched.add(device.asset_key)
        earlier = batch.news.get(device.asset_key)
        batch.news[device.asset_key] = {**earlier, **news} if earlier else news
        remember_values(latest.values, news, observation)
        if received_us > latest.last_seen_us:
            latest.last_seen_us = received_us
        latest.changed_us = batch.now_us
        if known.judged:
            self._evaluate(latest, device, news, observation.measured_us, batch)
        elif latest.state is AssetState.OFFLINE:
            latest.state = display_state(batch.open_alarms.get(device.asset_key, _NO_ALARMS).values(), False)

    def _evaluate(
        self, latest: AssetLatest, device: Device, news: dict[str, float], measured_us: int, batch: Batch
    ) -> None:
        """Judge what is the newest known of its metric, whatever its age."""
        rules = self._rules.rules_for(device)
        before = batch.open_alarms.get(device.asset_key, _NO_ALARMS)
        transitions = evaluate(rules, latest.memory, news, measured_us, before) if rules else []
        latest.due_us = due_us(rules, latest.memory, measured_us) if rules and NOTES in latest.memory else None
        if transitions:
            suppressed = self._rules.in_maintenance(device, batch.now_us)
            before = batch.open_alarms[device.asset_key] = after(before, transitions, suppressed=suppressed)
            batch.transitions.append((device, transitions, suppressed))
        elif latest.state is not AssetState.OFFLINE:
            return
        latest.state = display_state(before.values(), False)

    def _changes(self, batch: Batch) -> list[AssetChange]:
        changes = []
        # The assets of people are in no registry: of them the pages are told nothing live but that alarms changed.
        for key in batch.touched & self._asset_ids.keys():
            latest = batch.latest[key]
            values = {metric: METRICS[metric].present(value) for metric, value in batch.news[key].items()}
            changes.append(AssetChange(self._asset_ids[key], latest.state, latest.last_seen_us, values))
        return changes


def _note_sign_of_life(asset_key: int, heard_us: int, batch: Batch) -> None:
    latest = batch.latest[asset_key]
    latest.last_seen_us = max(latest.last_seen_us, heard_us)
    if latest.state is AssetState.OFFLINE:
        latest.state = display_state(batch.open_alarms.get(asset_key, _NO_ALARMS).values(), False)
    latest.changed_us = batch.now_us
    batch.touched.add(asset_key)
    batch.news.setdefault(asset_key, {})


def _clock_error_h(memory: dict[str, Any], known: KnownObservation) -> int:
    """By how many hours the device's clock is behind, as far as this message can tell."""
    observation = known.observation
    if known.redelivered or known.replayed or observation.history or observation.time_source is TimeSource.SERVER:
        return 0
    behind_us = known.received_us - observation.measured_us
    if -ALIKE_US <= behind_us <= ALIKE_US and CLOCK not in memory:
        return 0
    return note_offset(memory, observation.measured_us, known.received_us)


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


def _list_feeds(batch: Batch, sorted_batch: Sorted) -> list[Feed]:
    feeds = []
    if batch.transitions:
        feeds.append(Feed.ALARMS)
    if sorted_batch.camera_reports or sorted_batch.camera_pictures or sorted_batch.camera_notes:
        feeds.append(Feed.CAMERA_EVENTS)
    if sorted_batch.quarantined:
        feeds.append(Feed.QUARANTINE)
    return feeds
