"""What the administrator's page asks, on fixed records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dashboard.domain.city import CityProfile
from dashboard.domain.sources import SourceLine
from dashboard.domain.text import Text
from tests.readout_builders import HOUR_US, NOW_US


class FakeCityStore:
    """A profile, and the deeds that were noted."""

    def __init__(self) -> None:
        self.kept = CityProfile(name=Text("绣城区", "Xiucheng"))
        self.noted: list[str] = []

    @contextmanager
    def begin(self) -> Iterator[Any]:
        yield self

    look = begin

    def city_profile(self) -> CityProfile:
        return self.kept

    def save_city_profile(self, profile: CityProfile) -> None:
        self.kept = profile

    def bump(self, feeds: Any) -> dict[Any, int]:
        return {}

    def note_in_audit(self, _actor: Any, action: str, *_told: Any) -> None:
        self.noted.append(action)


class FakeSourceReads:
    """Manholes by two systems, one of them silent for two days, and the areas."""

    def __init__(self) -> None:
        self.lines = [
            SourceLine("manhole", "deveui", 400, NOW_US - 3_000_000, is_live=True),
            SourceLine("manhole", None, 31, None, is_live=True),
            SourceLine("rain", "alink", 9, NOW_US - 48 * HOUR_US, is_live=True),
            SourceLine("areas", "", 155, None, is_live=False),
        ]
        self.specs: list[Mapping[str, Any]] = [
            {
                "match": {"uplink": "chirpstack", "profile": "EM500"},
                "fields": [{"path": "object.depth", "metric": "level_m", "unit": "cm"}],
            },
            {"match": {"uplink": "generic", "topic": "noise/.+"}, "ignore": True},
        ]

    def sources(self) -> Sequence[SourceLine]:
        return self.lines

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        return self.specs
