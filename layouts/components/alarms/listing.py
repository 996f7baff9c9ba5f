"""The desk's list of open alarms: a line a story, which unfolds to a row an asset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grouping import OTHERS, NextStep, Story, StoryRow, next_step
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rules import WINDOWED
from dashboard.domain.sensors import alarm_rules, story_kind
from layouts.attributes import attributes
from layouts.components.alarms.actions import acknowledge_button, row_actions
from layouts.components.alarms.amounts import now_amount, worst_amount
from layouts.components.alarms.trends import trend_mark
from layouts.components.blanks import empty
from layouts.components.marks import state_mark
from layouts.components.queue import rule_label
from layouts.formatting import clock, figure, number, since
from layouts.texts.maintenance import Maintenance
from layouts.texts.shell import Queue
from layouts.viewer import Viewer

ROWS_SHOWN: Final = 100
"""How many rows of a story are listed; the worst ones."""


def alarm_list(viewer: Viewer, stories: Sequence[Story[AlarmLine]], now_us: int) -> list[Component]:
    """The stories from the top with their trends, or what would appear here; one of a single asset is its row."""
    if not stories:
        return [empty(viewer, Queue.NO_ALARMS, Queue.NO_ALARMS_HINT)]
    return [_line(viewer, story, trend_mark(viewer, story, now_us)) for story in stories]


def maintenance_line(viewer: Viewer, suppressed: int) -> list[Component]:
    """How many alarms maintenance keeps quiet, with the way to the windows; nothing when there are none."""
    if not suppressed:
        return []
    text = viewer.say(Maintenance.SUPPRESSED).format(number(suppressed))
    return [html.A([text, " →"], href="/sensors?tab=maintenance", className="q-maintenance")]


def shelved_list(viewer: Viewer, alarms: Sequence[AlarmLine]) -> list[Component]:
    """The shelved alarms, or what would appear here."""
    if not alarms:
        return [empty(viewer, Queue.NO_SHELVED, Queue.NO_SHELVED_HINT)]
    return [alarm_row(viewer, StoryRow(alarms=(alarm,))) for alarm in alarms]


def _line(viewer: Viewer, story: Story[AlarmLine], trend: Sequence[Component]) -> Component:
    return alarm_row(viewer, story.rows[0], trend=trend) if len(story.rows) == 1 else _story(viewer, story, trend)


def alarm_row(
    viewer: Viewer, row: StoryRow[AlarmLine], *, place_first: bool = False, trend: Sequence[Component] = ()
) -> Component:
    """One asset: what, where, how bad now and at worst, since when; a click opens it."""
    alarm = row.worst
    several = len({each.rule_key for each in row.alarms}) > 1
    rules = _told_rule(viewer, alarm) if several else rule_label(viewer, alarm)
    title, detail = (alarm.asset_name, rules) if place_first else (rules, alarm.asset_name)
    under: list[Component | str] = [html.I(alarm.asset_id, className="fig"), f" {detail}", *_times(viewer, row)]
    what = [html.B(title), *trend, html.Span(under, className="q-place")]
    since_when = html.Span([*worst_amount(viewer, alarm), clock(viewer, alarm.raised_us)], className="fig quiet")
    opener = html.Button(
        [
            state_mark(alarm.severity),
            html.Span(what, className="q-what"),
            html.Span([html.Span(now_amount(viewer, alarm), className="fig q-now"), since_when], className="q-when"),
        ],
        className="q-open",
        **attributes({"data-select-asset": alarm.asset_id}),
    )
    return html.Div(
        [opener, html.Div(row_actions(viewer, row), className="q-actions")],
        className=f"q is-{alarm.standing.value}",
        **attributes({"data-alarm": str(min(each.alarm_key for each in row.alarms))}),
    )


def _told_rule(viewer: Viewer, worst: AlarmLine) -> str:
    """What several rules of one story are called; the one of the figure beside it where that needs its span of time."""
    return rule_label(viewer, worst) if _has_span(worst) else viewer.say(story_kind(worst.rule_key).label)


def _has_span(alarm: AlarmLine) -> bool:
    rule = alarm_rules().get(alarm.rule_key)
    return rule is not None and rule.comparison in WINDOWED


def _times(viewer: Viewer, row: StoryRow[AlarmLine]) -> list[Component]:
    times = sum(alarm.raise_count for alarm in row.alarms)
    again = f" · {viewer.say(Queue.TIMES).format(times)}"
    return [html.I(again, className="fig")] if times > len(row.alarms) else []


def _story(viewer: Viewer, story: Story[AlarmLine], trend: Sequence[Component]) -> Component:
    rows = [alarm_row(viewer, row, place_first=story.kind_key != OTHERS) for row in story.rows[:ROWS_SHOWN]]
    left = len(story.rows) - len(rows)
    more = [html.P(viewer.say(Queue.MORE_ROWS).format(number(left)), className="q-note")] if left else []
    return html.Div(
        [_head(viewer, story, trend), html.Div([*rows, *more], className="q-rows")],
        className="q-story",
        **attributes({"data-group": story.key}),
    )


def _head(viewer: Viewer, story: Story[AlarmLine], trend: Sequence[Component]) -> Component:
    worst = story.rows[0].worst
    where = f"{worst.district_name} · " if story.district_code and worst.district_name else ""
    kind = viewer.say(Queue.OTHERS if story.kind_key == OTHERS else story_kind(worst.rule_key).label)
    counts = [
        html.Span([state_mark(severity), number(count)], className="group-count")
        for severity, count in story.counts.items()
    ]
    opener = html.Button(
        [
            state_mark(story.severity),
            html.Span([html.B(f"{where}{kind}"), *trend, _worst(viewer, worst)], className="q-what"),
            html.Span(
                [
                    figure(number(len(story.rows)), viewer.say(Queue.PLACES), class_name="q-count"),
                    html.Span(counts, className="fig group-counts"),
                ],
                className="q-when",
            ),
        ],
        className="q-open",
        **attributes({"data-unfold": "", "aria-expanded": "false"}),
    )
    return html.Div(
        [opener, html.Div([_step(viewer, story), _news(viewer, story)], className="q-step")], className="q q-head"
    )


def _worst(viewer: Viewer, worst: AlarmLine) -> Component:
    """Where it is worst, and how bad it is there."""
    amount = html.I(now_amount(viewer, worst), className="fig")
    span = f"{rule_label(viewer, worst)} " if _has_span(worst) else ""
    return html.Span([html.Span(f"{worst.asset_name} · {span}"), amount], className="q-place is-worst")


def _step(viewer: Viewer, story: Story[AlarmLine]) -> Component:
    if next_step(story) is NextStep.ACKNOWLEDGE:
        label = viewer.say(Queue.STEP_ACKNOWLEDGE).format(number(len(story.waiting)))
        return acknowledge_button(f"{label} →", [alarm.alarm_key for alarm in story.waiting], class_name="link")
    first = next((row.worst for row in story.rows if row.waiting), story.rows[0].worst)
    return html.Button(
        f"{viewer.say(Queue.STEP_LOOK).format(first.asset_name)} →",
        className="link",
        **attributes({"data-select-asset": first.asset_id}),
    )


def _news(viewer: Viewer, story: Story[AlarmLine]) -> Component:
    fresh = [html.B(f"▲ {viewer.say(Queue.FRESH).format(number(story.fresh))}")] if story.fresh else []
    return html.Span([*fresh, since(story.newest_us)], className="fig q-news")
