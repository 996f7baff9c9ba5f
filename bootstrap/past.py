"""The demo city's yesterday, recorded as if its devices had reported all along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, timedelta, tzinfo

from bootstrap import now_us
from dashboard.domain.feeds import Feed
from dashboard.domain.readings import Observation, from_us, to_us
from dashboard.domain.sensors import device_types
from dashboard.ports.ingest import Registry
from dashboard.ports.operations import AssetChange
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake, KnownObservation, Sorted
from dashboard.services.ingest.recording import Ingest
from dashboard.services.triage.gate_book import GateBook
from dashboard.services.upkeep import Upkeep
from data_sources.cameras import camera_sources
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import Database
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.triage.gate_store import SqlGateStore
from data_sources.demo_city.past import Past, histories, past_devices
from data_sources.demo_city.past_events import faults, faulty_histories, sightings
from data_sources.demo_city.records import DemoCity
from data_sources.uplinks import uplinks, usual_mappings


class _Nobody:
    """Told what is long past: no page is open yet."""

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[Feed, int]) -> None:
        """Nothing to tell."""


def record_past(engine: Database, city: DemoCity, seed: int, until_us: int, zone: tzinfo = UTC) -> None:
    """Gives the city the 24 hours before `until_us`; doing it again with the same seed and moment adds nothing."""
    store, upkeep = SqlIngestStore(engine, now_us), Upkeep(SqlHistoryStore(engine))
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    gates = GateBook(SqlGateStore(engine, now_us), zone)
    ingest = Ingest(store, intake, RuleBook(SqlRuleSource(engine)), _Nobody(), now_us, gates=gates)
    ingest.refresh()
    past, registry = Past.before(from_us(until_us)), store.registry()
    upkeep.prepare(to_us(past.until - timedelta(days=1)))

    devices = past_devices(city, device_types(), seed)
    incidents = faults(devices, seed)
    broken = {incident.device for incident in incidents}
    sound = [device for index, device in enumerate(devices) if index not in broken]
    for observations in histories(sound, past):
        ingest.record_sorted(_known(observations, registry))
    ingest.record_sorted(_known(faulty_histories(devices, incidents, past), registry))
    ingest.record(sightings(city, past, seed))
    while upkeep.roll_up(until_us):
        pass


def _known(observations: Iterable[Observation], registry: Registry) -> Sorted:
    """As if each had come at once when it was measured; what was well all day is not judged, to be quick."""
    return Sorted(
        observations=[
            KnownObservation(
                registry[observation.device_ref],
                observation,
                observation.measured_us,
                redelivered=False,
                judged=not observation.history,
            )
            for observation in observations
        ]
    )
