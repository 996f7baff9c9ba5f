"""The sensor types: each file is complete and hangs together."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dashboard.domain.compiled_rules import compile_rules, problem_with
from dashboard.domain.kinds import LAYERS, SensorType
from dashboard.domain.metrics import METRICS
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules, device_types, people_kinds, sensor_types

ICONS = Path(__file__).parents[2] / "assets" / "icons"
KEYS = {
    "manhole",
    "road_water",
    "drainage",
    "rain",
    "parking_bay",
    "car_park",
    "tree",
    "sewage",
    "bin",
    "sign",
    "camera",
    "speaker",
    "patrol",
    "fumes",
    "site_air",
}
UPLINKS = {"canonical", "chirpstack", "ttn", "alink", "iotda", "ctwing", "generic"}

each_sensor = pytest.mark.parametrize("sensor", sensor_types().values(), ids=sensor_types().keys())
each_device = pytest.mark.parametrize("sensor", device_types().values(), ids=device_types().keys())


def test_all_types_are_found_cameras_and_loudspeakers_among_them() -> None:
    assert set(sensor_types()) == KEYS


def test_people_are_no_devices() -> None:
    assert people_kinds() == {"patrol"}
    assert set(device_types()) == KEYS - {"patrol"}


@each_sensor
def test_metrics_are_canonical_and_the_chart_draws_some_of_them(sensor: SensorType) -> None:
    assert set(sensor.metrics) <= set(METRICS)
    assert bool(sensor.chart) != sensor.is_person
    assert set(sensor.chart) <= set(sensor.metrics)


@each_sensor
def test_rules_are_well_formed(sensor: SensorType) -> None:
    assert len({rule.key for rule in sensor.rules}) == len(sensor.rules)
    for rule in sensor.rules:
        assert rule.key.startswith(f"{sensor.key}.")
        assert problem_with(rule) is None
        assert rule.comparison is Comparison.SILENCE or rule.metric in sensor.metrics
        assert (rule.window_s > 0) == (rule.comparison in (Comparison.RISE, Comparison.TOTAL))


@each_device
def test_one_rule_tells_of_silence_after_the_time_of_the_type(sensor: SensorType) -> None:
    (rule,) = [rule for rule in sensor.rules if rule.comparison is Comparison.SILENCE]
    assert rule.levels[0].threshold == sensor.silent_after.total_seconds()


@each_sensor
def test_battery_is_watched_where_there_is_one(sensor: SensorType) -> None:
    watched = {rule.metric for rule in sensor.rules}
    assert ("battery_v" in sensor.metrics) <= ("battery_pct" in watched)


@each_device
def test_the_simulated_device_reports_in_time_and_within_its_metrics(sensor: SensorType) -> None:
    profile = sensor.simulator
    assert 0 < profile.interval_s < sensor.silent_after.total_seconds() / 2
    assert set(profile.waves) <= set(sensor.metrics)
    assert sensor.metrics[0] in profile.waves
    assert profile.uplinks
    assert set(profile.uplinks) <= UPLINKS
    for metric, wave in profile.waves.items():
        assert METRICS[metric].accepts(wave.base)
        assert METRICS[metric].accepts(wave.base + wave.daily_swing)


@each_sensor
def test_every_kind_has_a_layer_and_a_name_in_both_languages(sensor: SensorType) -> None:
    assert (sensor.layer in LAYERS) != sensor.is_person, "people are on no layer of devices"
    assert sensor.label.zh
    assert sensor.label.en
    assert sensor.label.zh != sensor.label.en


@each_sensor
def test_every_kind_has_an_icon_that_takes_the_colour_of_the_text(sensor: SensorType) -> None:
    drawing = (ICONS / f"{sensor.icon}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(drawing)
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert "href" not in drawing


def test_the_example_of_the_how_to_is_a_good_sensor_type(tmp_path: Path) -> None:
    guide = (ICONS.parents[1] / "docs" / "howto" / "add-a-sensor.md").read_text(encoding="utf-8")
    source = guide.split("```python\n")[1].split("```")[0]
    file = tmp_path / "noise.py"
    file.write_text(source, encoding="utf-8")
    spec = spec_from_file_location("noise", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sensor: SensorType = module.SENSOR
    compiled = compile_rules(sensor)
    assert compiled.keys == {"noise.loud", "noise.battery"}
    assert sensor.layer in LAYERS
    assert all(problem_with(rule) is None for rule in sensor.rules)


@each_sensor
def test_the_table_of_the_how_to_is_up_to_date(sensor: SensorType) -> None:
    guide = (ICONS.parents[1] / "docs" / "howto" / "add-a-sensor.md").read_text(encoding="utf-8")
    (row,) = [line for line in guide.splitlines() if line.startswith(f"| `{sensor.key}` |")]
    _, key, name, metrics, rules, silence, _ = (cell.strip() for cell in row.split("|"))
    assert (key, name) == (f"`{sensor.key}`", sensor.label.zh)
    assert metrics.replace("`", "").split() == list(sensor.metrics)
    assert rules.replace("`", "").split() == [rule.key for rule in sensor.rules]
    if sensor.is_person:
        assert silence == "never"
        return
    amount, unit = silence.split()
    assert float(amount) * {"h": 3600, "min": 60}[unit] == sensor.silent_after.total_seconds()


def test_no_two_rules_share_a_key() -> None:
    assert sorted(alarm_rules()) == sorted(rule.key for sensor in sensor_types().values() for rule in sensor.rules)
