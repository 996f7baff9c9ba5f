"""The sensor types, cameras and loudspeakers among them: one file each, exporting SENSOR."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.domain.kinds import Derive, Regional, SensorType
from dashboard.domain.rules import AlarmRule, StoryKind
from dashboard.domain.text import Text


@cache
def sensor_types() -> dict[str, SensorType]:
    """Every sensor type by its key."""
    return collect(sys.modules[__name__], "SENSOR", SensorType)


@cache
def device_types() -> dict[str, SensorType]:
    """The sensor types of devices, by key: those whose assets stand for people are not among them."""
    return {key: sensor for key, sensor in sensor_types().items() if not sensor.is_person}


@cache
def people_kinds() -> frozenset[str]:
    """The keys of the sensor types whose assets stand for people."""
    return frozenset(sensor_types().keys() - device_types().keys())


@cache
def derivations() -> dict[str, Derive]:
    """What follows from the reports of a kind, for the kinds of which something does."""
    return {key: sensor.derive for key, sensor in sensor_types().items() if sensor.derive is not None}


@cache
def regional_kinds() -> dict[str, Regional]:
    """What is held against the other stations of the district, for the kinds of which something is."""
    return {key: sensor.regional for key, sensor in sensor_types().items() if sensor.regional is not None}


@cache
def alarm_rules() -> dict[str, AlarmRule]:
    """Every alarm rule of every sensor type by its key."""
    return {rule.key: rule for sensor in sensor_types().values() for rule in sensor.rules}


def story_kind(rule_key: str) -> StoryKind:
    """What the alarms of a rule are told together with; a rule that no sensor type has any more is told by its key."""
    rule = alarm_rules().get(rule_key)
    if rule is None:
        return StoryKind(rule_key, Text(rule_key, rule_key))
    return rule.story or StoryKind(rule.key, rule.label)
