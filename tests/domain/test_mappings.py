"""Device mappings as data: what they match, how fields become metrics, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.field_rules import ABSENT, parse_path, resolve
from dashboard.domain.mappings import MappingEntry, MappingRules, canonical_names, mapping_from_dict, topic_filters
from dashboard.domain.units import conversion, quantity
from dashboard.errors import MappingError


def entry(*fields: dict[str, Any], **match: str) -> MappingEntry:
    return mapping_from_dict({"match": match or {"uplink": "alink"}, "fields": list(fields)})


def value(body: object, datum_m: float | None = None, **rule: Any) -> object:
    readings = entry({"path": "x", **rule}).read({"x": body}, datum_m)
    return readings.problems[0].code if readings.problems else next(iter(readings.values.values()))


def test_the_first_entry_that_matches_wins() -> None:
    field = {"path": "x", "metric": "level_m"}
    rules = MappingRules.from_dicts(
        [
            {"match": {"uplink": "alink", "profile": "a1.*"}, "fields": [field]},
            {"match": {"uplink": "alink"}, "fields": [field]},
            {"match": {"device_ref": "deveui:00ff"}, "fields": [field]},
        ]
    )
    assert rules.find("alink", "alink:a1/x", "a1pump", "t") is rules.entries[0]
    assert rules.find("alink", "alink:b2/x", "b2", "t") is rules.entries[1]
    assert rules.find("ttn", "deveui:00ff", "", "t") is rules.entries[2]
    assert rules.find("ttn", "deveui:00ffee", "", "t") is None


def test_patterns_must_match_whole() -> None:
    rules = MappingRules.from_dicts([{"match": {"profile": "EM500"}, "fields": [{"path": "x", "metric": "level_m"}]}])
    assert rules.find("ttn", "d", "EM500-SWL", "t") is None
    assert rules.find("ttn", "d", "EM500", "t") is not None


def test_site_rules_come_before_the_usual_ones() -> None:
    first, second = (MappingRules(entries=(entry({"path": path, "metric": "level_m"}),)) for path in "ab")
    assert first.followed_by(second).entries == first.entries + second.entries
    assert MappingRules.empty().entries == ()


@pytest.mark.parametrize(
    ("metric", "unit", "raw", "stored"),
    [
        ("level_m", "cm", 84, 0.84),
        ("level_m", "mm", 2116, 2.116),
        ("rain_mm", "mm", 2.4, 2.4),
        ("rain_mm", "cm", 1, 10.0),
        ("flow_lps", "m³/h", 36, 10.0),
        ("flow_lps", "m3/h", 36, 10.0),
        ("flow_lps", "L/min", 60, 1.0),
        ("flow_lps", "m3/s", 0.5, 500.0),
        ("fill_ratio", "%", 62, 0.62),
        ("fill_ratio", "0-1", 0.62, 0.62),
        ("battery_pct", "0–1", 0.5, 50.0),
        ("battery_v", "mV", 3600, 3.6),
        ("conductivity_uscm", "mS/cm", 1.5, 1500.0),
        ("nh3n_mgl", "µg/L", 250, 0.25),
        ("temperature_c", "℃", 22, 22.0),
        ("temperature_c", "°F", 212, 100.0),
        ("temperature_c", "K", 273.15, 0.0),
        ("tilt_deg", "度", 15, 15.0),
        ("velocity_mps", "cm/s", 120, 1.2),
    ],
)
def test_values_are_stored_in_the_metrics_own_unit(metric: str, unit: str, raw: float, stored: float) -> None:
    assert value(raw, metric=metric, unit=unit) == pytest.approx(stored)


def test_scale_and_offset_come_before_the_unit() -> None:
    assert value(125, metric="level_m", unit="cm", scale=0.1, offset=100) == pytest.approx(1.125)


def test_a_level_is_the_datum_less_the_distance() -> None:
    assert value(1250, 3.0, metric="level_m", unit="mm", from_datum=True) == pytest.approx(1.75)
    assert value(1250, None, metric="level_m", unit="mm", from_datum=True) == "missing_datum"


def test_the_range_is_held_against_the_distance_not_the_level() -> None:
    rule: dict[str, Any] = {"metric": "level_m", "unit": "mm", "from_datum": True, "range": [0.1, 5]}
    assert value(2000, 3.0, **rule) == 1.0
    assert value(0, 3.0, **rule) == "out_of_range"


def test_a_field_out_of_range_leaves_the_others() -> None:
    readings = entry(
        {"path": "a", "metric": "tilt_deg", "range": [-90, 90]}, {"path": "b", "metric": "battery_pct"}
    ).read({"a": 120, "b": 90}, None)
    assert readings.values == {"battery_pct": 90}
    assert [problem.code for problem in readings.problems] == ["out_of_range"]
    assert readings.problems[0].detail.startswith("a → tilt_deg: 120")


def test_the_metrics_own_range_always_holds() -> None:
    assert value(101, metric="battery_pct") == "out_of_range"


def test_words_become_states() -> None:
    rule: dict[str, Any] = {"metric": "cover", "values": {"normal": "closed", "Abnormal": "open", 2: "tilted"}}
    assert [value(raw, **rule) for raw in ("normal", "ABNORMAL", 2, "2")] == [0.0, 2.0, 1.0, 1.0]
    assert value("vanished", **rule) == "unknown_value"


def test_yaml_truth_words_still_match_the_payloads_words() -> None:
    """YAML reads the key `on` as true; a payload that says "on" must find it."""
    rule: dict[str, Any] = {"metric": "running", "values": {True: True, False: False}}
    assert [value(raw, **rule) for raw in ("on", "OFF", True, 0)] == [1.0, 0.0, 1.0, 0.0]


def test_of_several_fields_with_one_metric_the_first_present_wins() -> None:
    rules = entry({"path": "depth", "metric": "level_m"}, {"path": "water_level", "metric": "level_m"})
    assert rules.read({"water_level": 2}, None).values == {"level_m": 2}
    assert rules.read({"water_level": 2, "depth": 1}, None).values == {"level_m": 1}


def test_a_missing_field_may_stand_for_zero() -> None:
    assert entry({"path": "occupied", "metric": "occupied", "missing": False}).read({}, None).values == {
        "occupied": 0.0
    }


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", 1),
        ("list[1].c", 2),
        ("list[0][0]", 3),
        ("位置.深度", 4),
        ("list[9]", ABSENT),
        ("a.z", ABSENT),
        ("null", ABSENT),
    ],
)
def test_paths_lead_through_objects_and_lists(path: str, found: object) -> None:
    body = {"a": {"b": 1}, "list": [[3], {"c": 2}], "位置": {"深度": 4}, "null": None}
    assert resolve(body, parse_path(path)) is found or resolve(body, parse_path(path)) == found


def test_canonical_names_need_no_mapping() -> None:
    readings = canonical_names(("object",)).read({"object": {"level_m": 1, "cover": "open", "humidity": 3}}, None)
    assert readings.values == {"level_m": 1, "cover": 2.0}


@pytest.mark.parametrize(
    ("pattern", "filters"),
    [
        ("city/.+/well/.+", ["city/#"]),
        ("/city/shanghai/well/status/.+", ["/city/shanghai/well/status/#"]),
        ("zigbee2mqtt/[^/]+", ["zigbee2mqtt/#"]),
        ("a/b/c", ["a/b/c"]),
        ("^a/b/.*$", ["a/b/#"]),
        (r"a\.b/c-d/.+", ["a.b/c-d/#"]),
        (r"a/c\+d/e", ["a/#"]),
        ("a/two words/x", ["a/#"]),
        ("a/.+|b/c/.+", ["a/#", "b/c/#"]),
        ("a/(b|c)/.+", ["a/#"]),
        ("a/b/?c", ["a/#"]),
        (r"\$site/x/\d+", ["$site/x/#"]),
    ],
)
def test_topic_patterns_become_subscriptions(pattern: str, filters: list[str]) -> None:
    assert topic_filters(pattern) == filters


@pytest.mark.parametrize("pattern", [".+", "[^/]+/x", "(a|b)/x", "a.+", "(?i)a/b"])
def test_a_pattern_that_would_subscribe_to_everything_is_refused(pattern: str) -> None:
    with pytest.raises(MappingError, match="literal segment"):
        topic_filters(pattern)


def test_generic_subscriptions_come_from_generic_entries_only() -> None:
    fields = [{"path": "x", "metric": "level_m"}]
    matches = [
        {"uplink": "generic", "topic": "a/.+"},
        {"uplink": "generic", "topic": "a/.+/b"},
        {"uplink": "ttn", "topic": "v3/.+"},
    ]
    rules = MappingRules.from_dicts([{"match": match, "fields": fields} for match in matches])
    assert rules.generic_topic_filters() == ("a/#",)


GOOD = {"path": "x", "metric": "level_m"}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("text", "the entry must be a table"),
        ({"fields": [GOOD]}, "match must be a table"),
        ({"match": {}, "fields": [GOOD]}, "match must name at least one"),
        ({"match": {"uplnk": "ttn"}, "fields": [GOOD]}, "unknown key 'uplnk'"),
        ({"match": {"uplink": 7}, "fields": [GOOD]}, "must be a text"),
        ({"match": {"profile": "("}, "fields": [GOOD]}, "is not a regular expression"),
        ({"match": {"uplink": "generic"}, "fields": [GOOD]}, "needs a topic"),
        ({"match": {"uplink": "generic", "topic": ".+"}, "fields": [GOOD]}, "literal segment"),
        ({"match": {"uplink": "ttn"}}, "fields must be a list"),
        ({"match": {"uplink": "ttn"}, "fields": []}, "at least one field"),
        ({"match": {"uplink": "ttn"}, "fields": [GOOD], "tme": "x"}, "unknown key 'tme'"),
        ({"match": {"uplink": "ttn"}, "fields": [GOOD], "time": 7}, "time must be a path"),
        ({"match": {"uplink": "ttn"}, "fields": [GOOD, "x"]}, "field 2: must be a table"),
        ({"match": {"uplink": "ttn"}, "fields": [{"path": "x", "metric": "levle_m"}]}, "unknown metric 'levle_m'"),
        ({"match": {"uplink": "ttn"}, "fields": [{"metric": "level_m"}]}, "path is missing"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "path": "a..b"}]}, "is not a path"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "unit": "bar"}]}, "unit 'bar' cannot become m; known are"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "scale": "x"}]}, "scale must be a number"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "range": [1]}]}, "range must be"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "range": [2, 1]}]}, "lowest above the highest"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "from_datum": "yes"}]}, "from_datum must be"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "values": []}]}, "values must be a table"),
        ({"match": {"uplink": "ttn"}, "fields": [{**GOOD, "facter": 2}]}, "unknown key 'facter'"),
        (
            {"match": {"uplink": "ttn"}, "fields": [{"path": "x", "metric": "cover", "values": {"a": "ajar"}}]},
            "has the states",
        ),
        (
            {"match": {"uplink": "ttn"}, "fields": [{"path": "x", "metric": "battery_pct", "values": {"a": 120}}]},
            "outside",
        ),
        (
            {"match": {"uplink": "ttn"}, "fields": [{"path": "x", "metric": "tilt_deg", "from_datum": True}]},
            "metric in m",
        ),
    ],
)
def test_a_faulty_entry_is_named_with_its_fault(data: object, fault: str) -> None:
    with pytest.raises(MappingError) as caught:
        MappingRules.from_dicts([{"match": {"uplink": "ttn"}, "fields": [GOOD]}, data])
    assert str(caught.value).startswith("mapping entry 2: ")
    assert fault in str(caught.value)


def test_units_are_known_in_their_spellings() -> None:
    assert conversion("M³/H", "L/s") == conversion("m3/h", "L/s")
    assert conversion("bar", "m") is None
    assert conversion("µS/cm", "µS/cm") is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1700 mm", (1700.0, "mm")), ("+27.90", (27.9, "")), ("060", (60.0, "")), ("-3 m³/h", (-3.0, "m³/h"))],
)
def test_quantities_are_taken_apart(text: str, expected: tuple[float, str]) -> None:
    assert quantity(text) == expected


@pytest.mark.parametrize("text", ["", "mm", "1.2.3", "1,5", "1 000", "１２", "9" * 30])
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert quantity(text) is None
