"""mappings.yaml as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.domain.mappings import MappingRules
from dashboard.errors import MappingError
from data_sources.mapping_files import dump_mappings, load_mappings, parse_mappings
from data_sources.uplinks._usual_devices import usual_devices

CONTRACT = """
- match: {uplink: chirpstack, profile: "EM500-SWL"}
  fields:
    - {path: object.depth, metric: level_m, unit: cm}
    - {path: object.battery, metric: battery_pct}
- match: {uplink: generic, topic: "city/.+/well/.+"}
  device_id: device_id
  time: ts
  fields:
    - {path: tilt, metric: tilt_deg, range: [-180, 180]}
    - {path: status, metric: cover, values: {normal: closed, abnormal: open}}
- match: {uplink: alink}
  fields:
    - {path: params.Distance, metric: level_m, unit: mm, from_datum: true}
"""


def test_the_example_of_the_contract_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mappings.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    entries = load_mappings(path)
    assert len(entries) == 3
    assert MappingRules.from_dicts(entries).generic_topic_filters()[0] == "city/#"


def test_what_was_read_can_be_written_and_read_again() -> None:
    entries = [*parse_mappings(CONTRACT), *usual_devices()]
    assert parse_mappings(dump_mappings(entries)) == entries


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "must be a list"),
        ("match: x", "must be a list"),
        ("- [", "line 1"),
        ("- match: {uplink: ttn}\n  match: {uplink: alink}", "line 2: the key 'match' stands twice"),
        ("- !!python/object:os.system {}", "is not YAML"),
        ("- match: {uplink: ttn}\n  fields: [{path: x, metric: y}]", "mapping entry 1: field 1: unknown metric 'y'"),
        ("- 2026-13-45", "is not YAML"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "mappings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_mappings(path)
    assert str(caught.value).startswith(str(path))
    assert fault in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be read"):
        load_mappings(tmp_path / "absent.yaml")
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingError, match="UTF-8"):
        load_mappings(tmp_path / "picture.yaml")


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_bytes(b"\xef\xbb\xbf" + CONTRACT.replace("\n", "\r\n").encode())
    assert len(load_mappings(tmp_path / "m.yaml")) == 3
