"""The tab of the words by which cameras call what they see, and the form that gives one a category."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_events import UNCLASSIFIED
from dashboard.domain.triage.words import MappingEffect, WordBoard, WordCount
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.fields import labelled
from layouts.components.gates.parts import (
    Choices,
    address,
    category_menu,
    category_words,
    days_asked,
    days_links,
    text_field,
    tile,
)
from layouts.formatting import day_and_time, number, percent
from layouts.gate_ids import Finds
from layouts.page import PageContext
from layouts.texts.gates import Words
from layouts.viewer import Viewer

TAB: Final = "camera-words"
PATTERN_LENGTH: Final = 200
_SECONDS_LENGTH: Final = 6


class Word(NamedTuple):
    """The word that the form is about; `zone` is None where it is not told."""

    source: str
    label: str
    zone: str | None
    category: str | None = None


def words_tab(context: PageContext) -> list[Component]:
    """Return the tab before any data came; what the address asks for is read by its callback."""
    asked = {f"data-{name}": context.query.get(name, "") for name in Word._fields}
    days = str(days_asked(context.query))
    return [
        dcc.Store(id=Finds.CHANGED),
        html.P(context.viewer.say(Words.INTRO), className="quiet intro"),
        html.Div(id=Finds.SAID),
        html.Div(
            [
                html.Div(
                    skeleton(10), id=Finds.BOARD, className="find-board", **attributes({"data-days": days, **asked})
                ),
                html.Div([_hidden()], id=Finds.FORM, className="find-form"),
            ],
            className="finds has-one" if context.query.get("label") else "finds",
        ),
    ]


def _hidden() -> Component:
    """Every id of the form, before it is drawn."""
    fields: list[Component] = [
        dcc.Input(id=each) for each in (Finds.SOURCE, Finds.LABEL, Finds.ZONE, Finds.CAMERA, Finds.STOOD)
    ]
    menu, effect, button = dcc.Dropdown(id=Finds.CATEGORY), html.Div(id=Finds.EFFECT), html.Button(id=Finds.SAVE)
    return html.Div([*fields, menu, effect, button], hidden=True)


def word_board(viewer: Viewer, board: WordBoard, chosen: Word | None, choices: Choices) -> list[Component]:
    """Return the figures and the words, the unclassified first."""
    share = (
        viewer.say(Words.UNCLASSIFIED_SHARE).format(percent(board.unclassified, board.events)) if board.events else ""
    )
    tiles = [
        tile(viewer.say(Words.EVENTS), number(board.events)),
        tile(viewer.say(Words.WORDS), number(board.words)),
        tile(
            viewer.say(Words.UNCLASSIFIED),
            number(board.unclassified),
            share,
            tone="is-slow" if board.unclassified else "",
        ),
    ]
    rows = [_row(viewer, board, line, chosen, choices) for line in board.lines]
    left = board.words - len(board.lines)
    more = [html.P(viewer.say(Words.MORE).format(number(left)), className="quiet")] if left > 0 else []
    return [
        days_links(viewer, TAB, board.days),
        html.Div(tiles, className="key-tiles"),
        html.Div([*(rows or [empty(viewer, Words.NONE, Words.NONE_HINT)]), *more], className="card find-rows"),
    ]


def _row(viewer: Viewer, board: WordBoard, line: WordCount, chosen: Word | None, choices: Choices) -> Component:
    is_chosen = chosen is not None and chosen[:3] == (line.source, line.label, line.zone)
    if line.category is None:
        tag = html.Span(viewer.say(UNCLASSIFIED), className="tag", **attributes({"data-state": "major"}))
    else:
        tag = html.Span(f"{category_words(viewer, line.category, choices)} {line.category}", className="tag")
    held = [html.Span(viewer.say(Words.HELD).format(number(line.held)), className="quiet")] if line.held else []
    last = viewer.say(Words.LAST).format(day_and_time(viewer, line.last_us))
    return dcc.Link(
        [
            html.Span([html.Code(line.label), html.Small(line.source, className="quiet")], className="find-word"),
            html.Span(line.zone or viewer.say(Words.NO_ZONE), className="find-zone quiet clip"),
            tag,
            html.Span([html.B(number(line.events), className="fig"), *held], className="find-count"),
            html.Small(last, className="quiet fig find-last"),
        ],
        href=address(TAB, days=str(board.days), **_named(line)),
        className="find-row is-on" if is_chosen else "find-row",
    )


def _named(line: WordCount) -> dict[str, str | None]:
    return {"source": line.source, "label": line.label, "zone": line.zone, "category": line.category}


def word_form(viewer: Viewer, word: Word | None, choices: Choices) -> list[Component]:
    """Return the form of the chosen word; what it would do is told below the category."""
    if word is None:
        return [html.Div(empty(viewer, Words.CHOOSE, Words.CHOOSE_HINT), className="card"), _hidden()]
    zones = "|".join(re.escape(each) for each in (word.zone or "").split(",") if each)
    fields = (
        (Words.SOURCE, text_field(Finds.SOURCE, word.source, 40, locked=True)),
        (Words.LABEL, text_field(Finds.LABEL, re.escape(word.label), PATTERN_LENGTH)),
        (Words.ZONE, text_field(Finds.ZONE, zones, PATTERN_LENGTH)),
        (Words.CAMERA, text_field(Finds.CAMERA, "", PATTERN_LENGTH, "frigate:gate-north")),
        (Words.STOOD, text_field(Finds.STOOD, "", _SECONDS_LENGTH, "180", numeric=True)),
        (Words.CATEGORY, category_menu(viewer, Finds.CATEGORY, word.category, choices)),
    )
    return [
        html.Div(
            [
                html.H2([viewer.say(Words.GIVE), " ", html.Code(word.label)]),
                *(labelled(viewer.say(label), field) for label, field in fields),
                html.P(viewer.say(Words.HINT), className="quiet"),
                html.Div(id=Finds.EFFECT, className="find-effect", role="status"),
                html.Button(viewer.say(Words.SAVE), id=Finds.SAVE, className="btn primary"),
            ],
            className="card admin-form",
        )
    ]


def effect_words(viewer: Viewer, effect: MappingEffect) -> str:
    """Return what an entry would do."""
    if effect.matched == 0:
        return viewer.say(Words.NO_MATCH).format(effect.days)
    if effect.changed == 0:
        return viewer.say(Words.NO_CHANGE).format(effect.days, number(effect.matched))
    counts = (number(effect.matched), number(effect.changed), number(effect.unclassified))
    return viewer.say(Words.WOULD).format(effect.days, *counts)
