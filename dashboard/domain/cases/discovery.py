"""How a case was discovered, on its timeline: the readings that alarmed, the alarm, what a camera saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.alarm_records import Deed
from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmStory, HistoryPoint
from dashboard.domain.rules import WINDOWED, AlarmRule, Comparison
from dashboard.domain.sensors import alarm_rules, people_kinds

BEFORE_US: Final = 30 * MINUTE_US
AFTER_US: Final = 6 * HOUR_US
"""How much of the readings before and after the raising is looked at."""
CURVE_POINTS: Final = 48
MOST_MOMENTS: Final = 40
"""How many entries an alarm has at most; of one that flaps the first and the last half."""
_ORDER: Final = {EntryKind.READING: 0, EntryKind.ALARM: 1, EntryKind.CAMERA_EVENT: 2}
"""What comes first of the same moment; the case's own entries come last."""


class SeenEvent(NamedTuple):
    """A camera event that a case is tied to."""

    case_key: int
    event: EventLine


class Trail(NamedTuple):
    """An alarm that a case is tied to."""

    case_key: int
    story: AlarmStory


class Stretch(NamedTuple):
    """Of which readings something is told: those of an asset's metric in a time."""

    asset_id: str
    metric: str
    from_us: int
    until_us: int


def joined(entries: Iterable[CaseEntry]) -> list[CaseEntry]:
    """Return the entries of one timeline in the order of time, each kind by itself in the order that it had."""
    return sorted(entries, key=lambda entry: (entry.at_us, _ORDER.get(entry.kind, len(_ORDER))))


def stretch_of(trail: Trail, now_us: int) -> Stretch | None:
    """Return which readings tell of an alarm; None of silence, and of people, whose whereabouts are no evidence."""
    alarm, rule = trail.story.alarm, alarm_rules().get(trail.story.alarm.rule_key)
    if rule is None or rule.metric not in METRICS or alarm.kind in people_kinds():
        return None
    until_us = min(alarm.cleared_us or now_us, alarm.raised_us + AFTER_US)
    return Stretch(alarm.asset_id, rule.metric, alarm.raised_us - BEFORE_US, until_us + MINUTE_US)


def alarm_entries(trail: Trail) -> Iterator[CaseEntry]:
    """Yield what happened to an alarm, in its own words; that the sensor recovered is one of them."""
    alarm, moments = trail.story.alarm, trail.story.moments[::-1]
    if len(moments) > MOST_MOMENTS:
        moments = (*moments[: MOST_MOMENTS // 2], *moments[-MOST_MOMENTS // 2 :])
    for moment in moments:
        told = _alarm_told(trail) | {
            "severity": None if moment.severity is None else moment.severity.value,
            "value": moment.value,
        }
        if moment.what == Deed.RAISED:
            told["threshold"] = alarm.threshold
        yield CaseEntry(
            trail.case_key, moment.at_us, EntryKind.ALARM, moment.what, moment.actor, moment.detail or "", told
        )


def reading_entries(trail: Trail, points: Sequence[HistoryPoint]) -> Iterator[CaseEntry]:
    """Yield a handful of the readings around an alarm: the first beyond the limit, the worst, the first that was back.

    The first has the curve: pairs of seconds since its own moment and value.
    """
    alarm, rule = trail.story.alarm, alarm_rules()[trail.story.alarm.rule_key]
    onset_us = alarm.raised_us - round(rule.minimum_duration_s * 1e6)
    beyond = [point for point in points if onset_us <= point.at_us < (alarm.cleared_us or points[-1].at_us + 1)]
    if not beyond:
        return
    yield _reading(trail, rule, beyond[0], "first", _curve(points, beyond[0].at_us))
    worst = _worst(rule, beyond)
    if worst is not None and worst.at_us != beyond[0].at_us and worst.value != beyond[0].value:
        yield _reading(trail, rule, worst, "worst")
    back = next((point for point in points if alarm.cleared_us is not None and point.at_us >= alarm.cleared_us), None)
    if back is not None:
        yield _reading(trail, rule, back, "normal")


def event_entry(seen: SeenEvent) -> CaseEntry:
    """Return what a camera saw, with its picture."""
    event = seen.event
    told = {
        "event_id": event.event_key,
        "asset_id": event.asset_id,
        "camera": event.camera_ref,
        "place": event.place,
        "category": event.category,
        "label": event.label,
        "confidence": event.confidence,
        "count": event.count,
        "last_us": event.last_us,
        "picture": event.image_digest,
        "bbox": None if event.bbox is None else list(event.bbox),
    }
    return CaseEntry(seen.case_key, event.first_us, EntryKind.CAMERA_EVENT, "seen", None, "", told)


def _alarm_told(trail: Trail) -> dict[str, Any]:
    alarm = trail.story.alarm
    return {
        "alarm_id": alarm.alarm_key,
        "asset_id": alarm.asset_id,
        "asset_name": alarm.asset_name,
        "rule": alarm.rule_key,
    }


def _reading(
    trail: Trail, rule: AlarmRule, point: HistoryPoint, what: str, more: Mapping[str, Any] | None = None
) -> CaseEntry:
    metric = METRICS[rule.metric]
    told = _alarm_told(trail) | {
        "metric": metric.key,
        "unit": metric.unit,
        "value": metric.present(point.value),
        "number": point.value,
        "threshold": trail.story.alarm.threshold,
        **(more or {}),
    }
    return CaseEntry(trail.case_key, point.at_us, EntryKind.READING, what, None, "", told)


def _worst(rule: AlarmRule, points: Sequence[HistoryPoint]) -> HistoryPoint | None:
    """Of what a window compares no single reading is the worst."""
    if rule.comparison in WINDOWED:
        return None
    if rule.comparison is Comparison.BELOW:
        return min(points, key=lambda point: point.value)
    return max(points, key=lambda point: abs(point.value))


def _curve(points: Sequence[HistoryPoint], from_us: int) -> Mapping[str, Any]:
    step = -(-len(points) // CURVE_POINTS)
    shown = [
        max(points[index : index + step], key=lambda point: abs(point.value)) for index in range(0, len(points), step)
    ]
    return {"curve": [[round((point.at_us - from_us) / 1e6), round(point.value, 4)] for point in shown]}
