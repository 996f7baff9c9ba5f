"""What cameras see as categories: entries of mappings.yaml beside those of devices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.camera_events import CameraEventReport, Phase
from dashboard.domain.mappings import MappingRules
from dashboard.errors import MappingError

CAR = CameraEventReport(
    event_ref="e",
    camera_ref="frigate:gate",
    phase=Phase.UPDATE,
    category=None,
    label="car",
    confidence=0.9,
    at_us=0,
    zone="yard,no_park_3",
    dwell_s=200.0,
    source="frigate",
)
PARKED: dict[str, Any] = {"camera_source": "frigate", "label": "car|truck", "zone": "no_park.*", "min_dwell_s": 180}


def rules(*entries: Any) -> MappingRules:
    return MappingRules.from_dicts(entries)


def entry(category: Any = "0505", **match: Any) -> dict[str, Any]:
    return {"match": match, "category": category}


@pytest.mark.parametrize(
    ("change", "category"),
    [
        ({}, "0505"),
        ({"zone": "no_park_3"}, "0505"),
        ({"zone": "yard"}, None),
        ({"zone": None}, None),
        ({"dwell_s": 179.9}, None),
        ({"dwell_s": None}, None),
        ({"label": "cars"}, None),
        ({"source": "webhook"}, None),
        ({"label": "bus", "category": "0501"}, "0501"),
    ],
)
def test_an_entry_gives_its_category_to_what_matches_whole(change: dict[str, Any], category: str | None) -> None:
    assert rules(entry(**PARKED)).category_of(replace(CAR, **change)) == category


def test_the_first_entry_that_matches_wins_also_over_the_word_of_the_source() -> None:
    both = rules(entry("0504", camera_source="frigate", camera="frigate:gate"), entry(**PARKED))
    assert both.category_of(replace(CAR, category="0501")) == "0504"


def test_entries_of_devices_and_of_cameras_stand_in_one_file() -> None:
    device = {"match": {"uplink": "chirpstack"}, "fields": [{"path": "a", "metric": "level_m"}]}
    found = rules(device, entry(**PARKED)).followed_by(rules(entry("0506", camera_source=".*")))
    assert (len(found.entries), len(found.cameras)) == (1, 2)
    assert found.category_of(replace(CAR, label="bike")) == "0506"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (entry(505, **PARKED), "mapping entry 1: category must be a code in quotes"),
        ({"match": PARKED}, "category must be a code"),
        ({**entry(**PARKED), "fields": []}, "unknown key 'fields'"),
        (entry(**PARKED, topic="x"), "match: unknown key 'topic'"),
        (entry(camera_source="("), "is not a regular expression"),
        (entry(camera_source=7), "must be a text"),
        (entry(camera_source="x", min_dwell_s="3 min"), "min_dwell_s must be seconds"),
        (entry(camera_source="x", min_dwell_s=-1), "min_dwell_s must be seconds"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_with_its_number(wrong: Any, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        rules(wrong)
