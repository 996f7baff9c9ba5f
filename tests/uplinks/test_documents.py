"""The examples in the documents are true: they are run here as they stand."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from dashboard.domain.camera_events import CameraEventReport
from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery, Device
from data_sources.cameras import camera_sources
from data_sources.mapping_files import parse_mappings
from data_sources.uplinks import uplinks

DOCS = Path(__file__).parents[2] / "docs"
RECEIVED_US = 1_795_248_903_000_000


def block(document: str, language: str, number: int = 0) -> str:
    text = (DOCS / document).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return blocks[number]


def module(document: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(block(document, "python"), document, "exec"), names)
    return names


def test_the_example_of_an_uplink_works() -> None:
    uplink = module("howto/add-an-uplink.md")["UPLINK"]
    topic = "v1.1/Datastreams(7)/Observations"
    rules = MappingRules.from_dicts(parse_mappings(block("howto/add-an-uplink.md", "yaml")))
    registry = {"sensorthings:Datastreams(7)": Device(1, "YS-0007", "drainage", None, None)}
    payload = block("howto/add-an-uplink.md", "json").encode()
    [observation] = uplink.read(Delivery(topic, payload, RECEIVED_US), rules, registry).observations
    assert re.fullmatch(uplink.topic_pattern, topic)
    assert observation.values == {"level_m": pytest.approx(0.84)}
    assert (observation.dedupe, observation.measured_us) == ("90210", 1_795_248_902_000_000)


def test_the_example_of_a_camera_source_works() -> None:
    source = module("howto/add-a-camera.md")["CAMERA_SOURCE"]
    topic = "vias/stream-7/event"
    payload = block("howto/add-a-camera.md", "json").encode()
    [report] = source.read(Delivery(topic, payload, RECEIVED_US))
    assert re.fullmatch(source.topic_pattern, topic)
    assert isinstance(report, CameraEventReport)
    assert (report.camera_ref, report.category, report.zone) == ("vias:stream-7", "0504", "店门口")


@pytest.mark.parametrize(
    ("document", "keys"), [("howto/add-an-uplink.md", uplinks()), ("howto/add-a-camera.md", camera_sources())]
)
def test_the_tables_name_what_exists(document: str, keys: dict[str, object]) -> None:
    text = (DOCS / document).read_text(encoding="utf-8")
    for key in keys:
        assert f"| `{key}` |" in text


def test_the_payloads_of_the_topic_document_are_read() -> None:
    registry = {"canonical:A": Device(1, "A", "manhole", None, None)}
    observation = Delivery("xiuhua/v1/manhole/A/observation", block("mqtt.md", "json").encode(), RECEIVED_US)
    parsed = uplinks()["canonical"].read(observation, MappingRules.empty(), registry)
    assert (len(parsed.observations[0].values), parsed.problems, parsed.unmapped_fields) == (3, [], 0)
    event = json.loads(block("mqtt.md", "json", 1))
    [report] = camera_sources()["camera"].read(
        Delivery("xiuhua/v1/camera/A/event", json.dumps(event).encode(), RECEIVED_US)
    )
    assert isinstance(report, CameraEventReport)
    assert report.category == "0504"


def test_the_mappings_of_the_topic_document_are_well_formed() -> None:
    rules = MappingRules.from_dicts(parse_mappings(block("mqtt.md", "yaml")))
    assert rules.generic_topic_filters() == ("city/#", "milesight/#", "zigbee2mqtt/#")


def test_the_mappings_of_the_how_to_are_well_formed() -> None:
    text = (DOCS / "howto/import-mappings.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^   ```yaml\n(.*?)^   ```", text, re.MULTILINE | re.DOTALL)
    assert [len(parse_mappings(textwrap.dedent(each))) for each in blocks] == [1, 3]


def test_every_metric_is_in_the_topic_document() -> None:
    text = (DOCS / "mqtt.md").read_text(encoding="utf-8")
    assert [key for key in METRICS if f"`{key}`" not in text] == []
