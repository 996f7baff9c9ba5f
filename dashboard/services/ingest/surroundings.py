"""What the air around each station is like, kept ready for the ingest and read anew each minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.kinds import Regional
from dashboard.domain.readings import Device
from dashboard.domain.regions import RECENT_US, Region, beyond_region
from dashboard.domain.sensors import regional_kinds
from dashboard.ports.ingest import IngestStore
from dashboard.services.ingest.intake import KnownObservation

EVERY_US: Final = MINUTE_US

District = Callable[[Device], tuple[str, ...]]
"""The codes of the areas that a device lies in, from the root down: the first one is its district."""


class Surroundings:
    """Holds the reports of some kinds of stations against what the others of the same district said last."""

    def __init__(self, store: IngestStore, area_path: District) -> None:
        self._store = store
        self._area_path = area_path
        self._kinds: Mapping[str, Regional] = regional_kinds()
        self._regions: dict[tuple[str, tuple[str, ...]], Region] = {}
        self._read_us = -EVERY_US

    def refresh(self, registry: Mapping[str, Device], now_us: int) -> None:
        """Read the newest values anew when a minute has passed. Raises Unavailable."""
        if now_us - self._read_us < EVERY_US:
            return
        districts = {d.asset_key: self._district(d) for d in registry.values() if d.kind in self._kinds}
        values: dict[tuple[str, tuple[str, ...]], dict[int, float]] = {}
        for kind, regional in self._kinds.items():
            newest = self._store.newest(kind, regional.metric, now_us - RECENT_US)
            for key in newest.keys() & districts.keys():
                values.setdefault(districts[key], {})[key] = newest[key]
        self._regions = {district: Region(values=known, as_of_us=now_us) for district, known in values.items()}
        self._read_us = now_us

    def compare(self, known: KnownObservation) -> KnownObservation:
        """Return the observation with the region's value, where its kind has one; a replayed one as it is."""
        regional = self._kinds.get(known.device.kind)
        if regional is None or known.replayed:
            return known
        region = self._regions.get(self._district(known.device))
        if region is None:
            return known
        observation = known.observation
        more = beyond_region(observation, known.device.asset_key, regional, region)
        return known._replace(observation=observation._replace(values={**observation.values, **more}))

    def _district(self, device: Device) -> tuple[str, tuple[str, ...]]:
        return device.kind, self._area_path(device)[:1]
