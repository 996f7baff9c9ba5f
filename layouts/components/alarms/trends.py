"""The word that tells whether a story still gets worse or has eased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grouping import OTHERS, Story
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.story_trends import Trend, trend_of
from dashboard.domain.text import Text
from layouts.texts.trends import FALLING, RISING, WORSENING
from layouts.viewer import Viewer

ARROWS: Final = {Trend.WORSE: "↗", Trend.SPREADING: "↗", Trend.EASED: "↘"}


def trend_mark(viewer: Viewer, story: Story[AlarmLine], now_us: int) -> list[Component]:
    """Where the story goes, in the words of what it measures; nothing when it stands."""
    trend = trend_of(story.alarms, now_us)
    if trend is Trend.STEADY:
        return []
    text = viewer.say(_words(story)[trend])
    return [html.Span(f"{ARROWS[trend]}\u2009{text}", className=f"q-trend is-{trend.value}")]


def _words(story: Story[AlarmLine]) -> Mapping[Trend, Text]:
    rule = alarm_rules().get(story.rows[0].worst.rule_key)
    if story.kind_key == OTHERS or rule is None or rule.comparison is Comparison.MAGNITUDE:
        return WORSENING
    return FALLING if rule.comparison is Comparison.BELOW else RISING
