"""The alarms of one asset, each with its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grouping import StoryRow
from dashboard.domain.readouts import AlarmLine, AlarmMoment, AlarmStanding, AlarmStory
from layouts.attributes import attributes
from layouts.components.alarms.actions import row_actions
from layouts.components.alarms.amounts import now_amount
from layouts.components.authors import Authors, author_name
from layouts.components.marks import state_mark
from layouts.components.queue import measured, rule_label
from layouts.formatting import day_and_time
from layouts.texts.maintenance import Maintenance
from layouts.texts.shell import MOMENT, STANDING, Detail
from layouts.viewer import Viewer


def alarm_stories(viewer: Viewer, stories: Sequence[AlarmStory], authors: Authors) -> list[Component]:
    """Open alarms first and unfolded, then past ones folded; a sentence when there are none."""
    if not stories:
        return [html.P(viewer.say(Detail.NO_ALARMS), className="quiet")]
    ordered = sorted(stories, key=lambda story: (story.alarm.cleared_us is not None, -story.alarm.last_raised_us))
    return [_story(viewer, story, authors) for story in ordered]


def _story(viewer: Viewer, story: AlarmStory, authors: Authors) -> Component:
    alarm = story.alarm
    open_now = alarm.standing is not AlarmStanding.CLEARED
    head = html.Summary(
        [
            state_mark(alarm.severity),
            html.B(rule_label(viewer, alarm)),
            html.Span(now_amount(viewer, alarm), className="fig"),
            html.Span(_standing(viewer, alarm), className=f"standing is-{alarm.standing.value}"),
            html.Span(day_and_time(viewer, alarm.raised_us), className="fig quiet"),
        ]
    )
    actions = row_actions(viewer, StoryRow(alarms=(alarm,)))
    return html.Details(
        [
            head,
            *([html.Div(actions, className="story-actions")] if actions else []),
            html.Ol([_moment(viewer, alarm, moment, authors) for moment in story.moments], className="timeline"),
        ],
        open=open_now,
        className="story",
        **attributes({"data-alarm": str(alarm.alarm_key)}),
    )


def _standing(viewer: Viewer, alarm: AlarmLine) -> str:
    quiet = alarm.suppressed and alarm.standing is not AlarmStanding.CLEARED
    return viewer.say(Maintenance.RUNNING if quiet else STANDING[alarm.standing])


def _moment(viewer: Viewer, alarm: AlarmLine, moment: AlarmMoment, authors: Authors) -> Component:
    what = MOMENT.get(moment.what)
    parts = [viewer.say(what) if what else moment.what]
    if moment.value is not None:
        parts.append(measured(viewer, alarm, moment.value))
    parts += [part for part in (author_name(viewer, authors, moment.actor or ""), moment.detail) if part]
    state: dict[str, Any] = {"data-state": moment.severity.value} if moment.severity else {}
    return html.Li(
        [html.Span(day_and_time(viewer, moment.at_us), className="fig quiet"), html.Span(" · ".join(parts))], **state
    )
