"""What alarms, readings, cameras and clocks say on the timeline of a case: values with their limits, not claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_events import category_label
from dashboard.domain.cases.clocks import LAMP_LABELS, Lamp
from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.catalogue.records import STEP_LABELS, Step
from dashboard.domain.metrics import METRICS
from dashboard.domain.people.posts import POST_LABELS, Post
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.triage.filing import FILED
from dashboard.domain.triage.states import REASON_LABELS, VERDICT_LABELS, RejectReason, Verdict
from dashboard.domain.triage.timeline import SECOND_LOOK, VERDICT
from layouts.attributes import attributes
from layouts.formatting import day_and_time, number, with_unit
from layouts.texts.case_report import Discovered
from layouts.texts.shell import MOMENT
from layouts.texts.triage import Triage
from layouts.viewer import Viewer

DISCOVERED: Final = frozenset({EntryKind.ALARM, EntryKind.READING, EntryKind.CAMERA_EVENT, EntryKind.CLOCK})
"""Kinds of entries that are told here."""
_POINTS_AT_LEAST: Final = 4


class Words(NamedTuple):
    """An entry in words: its title, facts, and what is drawn beside it."""

    title: str
    facts: Sequence[str]
    drawn: Sequence[Component] = ()


def discovered(viewer: Viewer, entry: CaseEntry) -> Words:
    """Return how an entry of one of these kinds reads."""
    match entry.kind:
        case EntryKind.ALARM:
            return Words(_alarm_title(viewer, entry), list(_alarm_facts(viewer, entry.data)))
        case EntryKind.READING:
            return Words(_reading_title(viewer, entry.data), list(_reading_facts(viewer, entry)), _curve(entry.data))
        case EntryKind.CAMERA_EVENT if entry.what == FILED:
            return Words(viewer.say(Discovered.FILED), list(_filed_facts(viewer, entry.data)))
        case EntryKind.CAMERA_EVENT if entry.what in (VERDICT, SECOND_LOOK):
            return Words(_verdict_title(viewer, entry), list(_verdict_facts(viewer, entry)))
        case EntryKind.CAMERA_EVENT:
            return Words(_event_title(viewer, entry.data), list(_event_facts(viewer, entry.data)), _picture(entry.data))
        case _:
            return _clock(viewer, entry)


def _alarm_title(viewer: Viewer, entry: CaseEntry) -> str:
    rule = alarm_rules().get(str(entry.data.get("rule")))
    name = viewer.say(rule.label) if rule is not None else str(entry.data.get("rule", ""))
    what = MOMENT.get(entry.what, Discovered.TIED if entry.what == "tied" else None)
    return " · ".join(part for part in (name, viewer.say(what) if what else entry.what) if part)


def _alarm_facts(viewer: Viewer, data: Mapping[str, Any]) -> Iterator[str]:
    if (name := data.get("asset_name")) is not None:
        yield str(name)
    rule = alarm_rules().get(str(data.get("rule")))
    if rule is None or rule.metric not in METRICS:
        return
    if (value := data.get("value")) is not None:
        yield with_unit(viewer, rule.metric, value)
    if (limit := data.get("threshold")) is not None and not METRICS[rule.metric].states:
        yield viewer.say(Discovered.LIMIT).format(with_unit(viewer, rule.metric, limit))
    if (away := data.get("away_m")) is not None:
        yield viewer.say(Discovered.AWAY).format(number(away))


def _reading_title(viewer: Viewer, data: Mapping[str, Any]) -> str:
    metric = METRICS.get(str(data.get("metric")))
    if metric is None:
        return str(data.get("value", ""))
    return f"{viewer.say(metric.label)} {with_unit(viewer, metric.key, data['number'])}"


def _reading_facts(viewer: Viewer, entry: CaseEntry) -> Iterator[str]:
    word = Discovered.READING.get(entry.what)
    if word is not None:
        yield viewer.say(word)
    metric, limit = METRICS.get(str(entry.data.get("metric"))), entry.data.get("threshold")
    if metric is not None and limit is not None and not metric.states:
        yield viewer.say(Discovered.LIMIT).format(with_unit(viewer, metric.key, limit))


def _curve(data: Mapping[str, Any]) -> Sequence[Component]:
    points = [value for _, value in data.get("curve", ())]
    if len(points) < _POINTS_AT_LEAST:
        return ()
    told = {"data-points": ",".join(f"{value:g}" for value in points)}
    return (html.Span(className="spark tl-spark", **attributes(told)),)


def _event_title(viewer: Viewer, data: Mapping[str, Any]) -> str:
    category = data.get("category")
    label = viewer.say(category_label(category)) if category else str(data.get("label", ""))
    sure = data.get("confidence")
    return f"AI · {label}" + ("" if sure is None else f" {sure:.2f}")


def _event_facts(viewer: Viewer, data: Mapping[str, Any]) -> Iterator[str]:
    if (place := data.get("place") or data.get("camera")) is not None:
        yield str(place)
    if data.get("count", 1) > 1:
        yield viewer.say(Discovered.SEEN).format(number(data["count"]))


def _verdict_title(viewer: Viewer, entry: CaseEntry) -> str:
    verdict = viewer.say(VERDICT_LABELS[Verdict(entry.data["verdict"])])
    look = viewer.say(Triage.LOOKED_AGAIN) if entry.what == SECOND_LOOK else ""
    return " · ".join(part for part in (f"EV-{entry.data['event_id']}", look, verdict) if part)


def _verdict_facts(viewer: Viewer, entry: CaseEntry) -> Iterator[str]:
    if (reason := entry.data.get("reason")) is not None:
        yield viewer.say(REASON_LABELS[RejectReason(reason)])
    if entry.data.get("agrees") is False:
        yield viewer.say(Triage.DIFFERENT)


def _filed_facts(viewer: Viewer, data: Mapping[str, Any]) -> Iterator[str]:
    """By which rule, and how far its category could be trusted then."""
    code, version = str(data.get("category")), data.get("rule_version")
    yield viewer.say(Discovered.FILED_BY).format(viewer.say(category_label(code)), code, version)
    right, reviewed = data.get("right", 0), data.get("reviewed", 0)
    shares = (number(100 * part, 1) for part in (right / max(reviewed, 1), data.get("low", 0), data.get("high", 1)))
    yield viewer.say(Discovered.PRECISION).format(*shares, number(right), number(reviewed))


def _picture(data: Mapping[str, Any]) -> Sequence[Component]:
    digest = data.get("picture")
    if digest is None:
        return ()
    image = html.Img(src=f"/api/v1/images/{digest}", alt="", **attributes({"data-loading": "lazy"}))
    return (html.Figure([image, *_box(data)], className="case-pic tl-scene"),)


def _box(data: Mapping[str, Any]) -> Sequence[Component]:
    if not data.get("bbox"):
        return ()
    left, top, width, height = (f"{part:.2%}" for part in data["bbox"])
    return (html.I(className="box", style={"left": left, "top": top, "width": width, "height": height}),)


def _clock(viewer: Viewer, entry: CaseEntry) -> Words:
    data = entry.data
    if entry.what == "recompute":
        due = data.get("due_us") or data.get("step_due_us")
        facts = [] if due is None else [viewer.say(Discovered.NEW_DUE).format(day_and_time(viewer, due))]
        return Words(viewer.say(Discovered.RECOMPUTED), facts)
    lamp, step = data.get("lamp"), data.get("step")
    if lamp not in set(Lamp):
        return Words(entry.what, [])
    of = viewer.say(Discovered.WHOLE) if data.get("clock") == "whole" or step not in set(Step) else ""
    name = of or viewer.say(Discovered.STEP).format(viewer.say(STEP_LABELS[Step(str(step))]))
    posts = [viewer.say(POST_LABELS[Post(post)]) for post in data.get("posts", ()) if post in set(Post)]
    told = [viewer.say(Discovered.TOLD).format(viewer.say(Discovered.AND).join(posts))] if posts else []
    due = data.get("due_us")
    dues = [] if due is None else [viewer.say(Discovered.DUE).format(day_and_time(viewer, due))]
    return Words(f"{name} · {viewer.say(LAMP_LABELS[Lamp(lamp)])}", [*dues, *told])
