"""The phone page before its scripts fill it: tasks, one task, the map, oneself, and the bar at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.positions.patrol import Mine
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.city_map import BUILTIN
from layouts.components.field import outbox
from layouts.components.news import news_of
from layouts.duty_ids import Field as Ids
from layouts.formatting import hour_and_minute
from layouts.markup import drawn
from layouts.texts.duty import Field
from layouts.texts.field import Tasks
from layouts.viewer import Theme, Viewer

THEMES: Final = ((Theme.SUNLIGHT, Tasks.SUNLIGHT), (Theme.LIGHT, Tasks.LIGHT), (Theme.DARK, Tasks.DARK))


def task_page(viewer: Viewer, mine: Sequence[Component], basemap: str = BUILTIN) -> Component:
    """Return the page; `mine` is what the tab of oneself has."""
    return html.Div(
        [
            outbox(viewer),
            html.P(className="field-said", role="alert", **attributes({"data-field-said": ""})),
            _list(viewer),
            html.Section(id=Ids.TASK, className="field-task", **attributes({"data-field-task": ""})),
            html.Section(
                id=Ids.MAP, className="field-map", **attributes({"data-field-map": "", "data-tiles": basemap})
            ),
            html.Section([*mine, _themes(viewer)], className="field-me"),
            _bar(viewer),
        ],
        id=Ids.APP,
        className="field-app",
        **attributes({"data-field-app": "", "data-tab": "tasks"}),
    )


def _list(viewer: Viewer) -> Component:
    count = html.Span(className="fig", **attributes({"data-field-count": ""}))
    head = html.Header(
        [
            html.H1([viewer.say(Tasks.TITLE), " ", count]),
            html.Div(id=Ids.DUTY, className="field-duty"),
            html.P(className="quiet", **attributes({"data-field-as-of": ""})),
        ],
        className="field-top",
    )
    checks = html.Span("0", className="fig", **attributes({"data-field-checks": ""}))
    sorts = [
        _sort("near", [viewer.say(Tasks.NEAR)]),
        _sort("due", [viewer.say(Tasks.DUE)]),
        _sort("checks", [viewer.say(Tasks.CHECKS), " ", checks]),
    ]
    held = attributes({"data-field-list": "", "data-holds": ""})
    return html.Section(
        [
            head,
            html.Div(sorts, className="field-sorts"),
            _hidden("data-field-locate", "", "btn field-locate", viewer.say(Tasks.LOCATE)),
            news_of(Ids.LIST, "chip field-news"),
            html.Ul(id=Ids.LIST, className="field-list", **held, **drawn(skeleton(5))),
        ],
        className="field-tasks",
    )


def _hidden(mark: str, value: str, class_name: str, words: str) -> Component:
    return html.Button(words, className=class_name, hidden=True, **attributes({mark: value}))


def _sort(key: str, words: Sequence[Component | str]) -> Component:
    pressed = "true" if key == "near" else "false"
    return html.Button(words, **attributes({"data-field-by": key, "aria-pressed": pressed}))


def _themes(viewer: Viewer) -> Component:
    buttons = [
        html.Button(viewer.say(words), className="btn", **attributes({"data-wear-theme": theme.value}))
        for theme, words in THEMES
    ]
    return html.Section(
        [html.H2(viewer.say(Tasks.THEME)), html.Div(buttons, className="field-themes")], className="panel"
    )


def _bar(viewer: Viewer) -> Component:
    words = [html.Span(className="icon icon-camera"), html.Span(viewer.say(Tasks.REPORT))]
    report = html.A(words, href="/field?report=1", className="field-fab")
    tabs = [
        _tab(viewer, "tasks", "list", Tasks.TITLE),
        _tab(viewer, "map", "map", Tasks.MAP),
        report,
        _tab(viewer, "me", "person", Tasks.MINE),
    ]
    return html.Nav(tabs, className="field-bar", **attributes({"aria-label": viewer.say(Tasks.NAVIGATION)}))


def _tab(viewer: Viewer, key: str, icon: str, words: Text) -> Component:
    inside = [html.Span(className=f"icon icon-{icon}"), html.Span(viewer.say(words))]
    return html.A(inside, href=f"#{key}", **attributes({"data-field-tab": key}))


def duty_line(viewer: Viewer, mine: Mine) -> list[Component | str]:
    """Return whether one is on duty, where, and until when."""
    if mine.duty is None:
        return [html.I(className="field-dot is-off"), viewer.say(Field.OFF)]
    span = mine.duty.span
    parts: list[Component | str] = [html.I(className="field-dot"), viewer.say(Field.ON)]
    if span is None:
        return parts
    area = mine.areas.get(span.area or "", span.area or "")
    until = hour_and_minute(viewer, span.end_us)
    told = viewer.say(Tasks.UNTIL).split("{}")
    return [*parts, f" · {area}" if area else "", f" · {told[0]}", html.Span(until, className="fig"), told[1]]
