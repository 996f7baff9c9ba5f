"""What the tabs of what cameras find have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_events import CATEGORIES, category_label
from dashboard.domain.triage.words import WINDOWS_DAYS
from layouts.components.menus import menu_words
from layouts.formatting import figure
from layouts.texts.gates import Words
from layouts.viewer import Viewer

Choices = Sequence[tuple[str, str]]
"""Codes of categories with their names."""


def address(tab: str, **asked: str | None) -> str:
    """Return the address of a tab that shows what is asked for."""
    return f"/admin?{urlencode({'tab': tab, **{name: told for name, told in asked.items() if told is not None}})}"


def days_asked(query: Mapping[str, str]) -> int:
    """Return over how many days the address wants counts; the shortest for anything odd."""
    return days_of(query.get("days"))


def days_of(told: object) -> int:
    """Return the days that are told; the shortest for anything odd."""
    return next((days for days in WINDOWS_DAYS if str(days) == told), WINDOWS_DAYS[0])


def days_links(viewer: Viewer, tab: str, days: int) -> Component:
    """Return the choice of days."""
    links = [
        dcc.Link(
            viewer.say(Words.DAYS).format(each),
            href=address(tab, days=str(each)),
            className="btn small is-on" if each == days else "btn small",
        )
        for each in WINDOWS_DAYS
    ]
    return html.Div(links, className="find-days")


def tile(label: str, value: str, note: str = "", *, tone: str = "") -> Component:
    """Return one figure with what it is of."""
    below = [html.Small(note, className="quiet")] if note else []
    return html.Div([html.Span(label), figure(value), *below], className=f"card key-tile {tone}".strip())


def category_menu(viewer: Viewer, component_id: str, value: str | None, more: Choices) -> Component:
    """Return the menu of categories: what cameras recognise first, then the rest of the catalogue."""
    known = [(code, viewer.say(category.label)) for code, category in CATEGORIES.items()]
    others = [(code, name) for code, name in more if code not in CATEGORIES]
    options: list[dict[str, Any]] = [{"label": f"{name}  {code}", "value": code} for code, name in [*known, *others]]
    if value and all(each["value"] != value for each in options):
        options.append({"label": value, "value": value})
    return dcc.Dropdown(options, value, id=component_id, clearable=False, labels=menu_words(viewer))


def category_words(viewer: Viewer, code: str, more: Choices) -> str:
    """Return a category by its name."""
    names = dict(more)
    return viewer.say(category_label(code)) if code in CATEGORIES or code not in names else names[code]


def text_field(
    component_id: str, value: str, longest: int, hint: str = "", *, numeric: bool = False, locked: bool = False
) -> Component:
    """Return a field of one line."""
    return dcc.Input(
        id=component_id,
        type="text",
        value=value,
        maxLength=longest,
        placeholder=hint,
        disabled=locked,
        debounce=True,
        autoComplete="off",
        inputMode="numeric" if numeric else None,
        className="field",
    )
