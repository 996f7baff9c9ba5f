"""The tab of the gates before the queue: what each holds, and the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.gate_effects import GateBoard, GateEffect, GateLine
from dashboard.domain.triage.gates import EVERY, Gate
from dashboard.domain.triage.states import HeldBecause
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.dispatch.words import hour_words
from layouts.components.fields import labelled
from layouts.components.gates.held import held_words
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
from layouts.components.menus import menu_words
from layouts.components.queue import event_label, thumbnail
from layouts.formatting import WEEKDAYS, day_and_time, duration, number, percent
from layouts.gate_ids import Gates
from layouts.page import PageContext
from layouts.texts.gates import HELD_LABELS, Ruling
from layouts.viewer import Viewer

TAB: Final = "camera-gates"
NEW: Final = "new"
ENABLED, ZONES = "enabled", "zones"
_USUAL_GAP_S: Final = 600
_MINUTE_S: Final = MINUTE_US // SECOND_US


def gates_tab(context: PageContext) -> list[Component]:
    """Return the tab before any data came; what the address asks for is read by its callback."""
    told = {f"data-{name}": context.query.get(name, "") for name in ("gate", "asset", "of")}
    days, has_one = str(days_asked(context.query)), "gate" in context.query
    board = attributes({"data-days": days, "data-one": "yes" if has_one else "", **told})
    return [
        dcc.Store(id=Gates.CHANGED),
        html.P(context.viewer.say(Ruling.INTRO), className="quiet intro"),
        html.Div(id=Gates.SAID),
        html.Div(
            [
                html.Div(skeleton(10), id=Gates.BOARD, className="find-board", **board),
                html.Div([_hidden()], id=Gates.FORM, className="find-form"),
            ],
            className="finds has-one" if has_one else "finds",
        ),
    ]


def _hidden() -> Component:
    """Every id of the form, before it is drawn."""
    lines = (Gates.CAMERA, Gates.SCORE, Gates.DWELL, Gates.FROM, Gates.UNTIL, Gates.GAP)
    fields: list[Component] = [dcc.Input(id=each) for each in lines]
    menus: list[Component] = [dcc.Dropdown(id=each) for each in (Gates.CATEGORY, Gates.WEEKDAYS)]
    rest = [dcc.Checklist(id=Gates.OPTIONS), html.Div(id=Gates.EFFECT), dcc.Store(id=Gates.VERSION)]
    buttons = [html.Button(id=each) for each in (Gates.SAVE, Gates.REMOVE)]
    return html.Div([*fields, *menus, *rest, *buttons], hidden=True)


def gate_board(
    viewer: Viewer, board: GateBoard, chosen: Gate | None, choices: Choices, kept: Sequence[EventLine]
) -> list[Component]:
    """Return the figures, every gate with what it holds, and the newest of what is held (`kept`)."""
    held = sum(board.held.values())
    share = viewer.say(Ruling.SHARE).format(percent(held, board.events)) if board.events else ""
    tiles = [tile(viewer.say(Ruling.EVENTS), number(board.events)), tile(viewer.say(Ruling.HELD), number(held), share)]
    tiles += [
        tile(viewer.say(label), number(board.held[reason]))
        for reason, label in HELD_LABELS.items()
        if reason in board.held
    ]
    return [
        html.Div(
            [
                days_links(viewer, TAB, board.days),
                dcc.Link(
                    viewer.say(Ruling.NEW), href=address(TAB, days=str(board.days), gate=NEW), className="btn small"
                ),
            ],
            className="find-bar",
        ),
        html.Div(tiles, className="key-tiles"),
        html.Div([_row(viewer, board, line, chosen, choices) for line in board.lines], className="card find-rows"),
        *_kept(viewer, kept),
    ]


def _kept(viewer: Viewer, events: Sequence[EventLine]) -> list[Component]:
    """What nobody was asked about, with why."""
    if not events:
        return []
    rows = [
        html.Div(
            [
                thumbnail(event),
                html.Div([html.B(event_label(viewer, event)), html.Span(event.place or event.camera_ref)]),
                html.Span(held_words(viewer, event), className="tag"),
                html.Small(
                    " · ".join(
                        part
                        for part in (
                            "" if event.confidence is None else number(event.confidence, 2),
                            day_and_time(viewer, event.last_us),
                        )
                        if part
                    ),
                    className="quiet fig",
                ),
            ],
            className="held-row",
        )
        for event in events
    ]
    return [html.H3(viewer.say(Ruling.KEPT)), html.Div(rows, className="card held-rows")]


def _row(viewer: Viewer, board: GateBoard, line: GateLine, chosen: Gate | None, choices: Choices) -> Component:
    gate, tally = line.gate, line.tally
    is_chosen = chosen is not None and (chosen.category, chosen.camera) == (gate.category, gate.camera)
    state = html.Span(
        viewer.say(Ruling.ON if gate.is_on else Ruling.OFF),
        className="tag",
        **attributes({"data-state": "normal" if gate.is_on else "offline"}),
    )
    eye = [html.Span(f"{line.camera_name or ''} {gate.camera}".strip(), className="quiet clip")] if gate.camera else []
    counts = viewer.say(Ruling.HELD_OF).format(number(tally.held_in_all), number(tally.events))
    whose = {"gate": gate.category, "asset": gate.camera or None}
    return dcc.Link(
        [
            html.Span([html.B(gate_name(viewer, gate, choices)), *eye, state], className="gate-name"),
            html.Span(" · ".join(gate_words(viewer, gate)), className="quiet fig gate-words"),
            html.Span([html.Span(counts, className="fig"), *_reasons(viewer, tally.held)], className="gate-tally"),
        ],
        href=address(TAB, days=str(board.days), **whose),
        className=f"find-row gate-row{' is-on' if is_chosen else ''}{'' if gate.is_on else ' is-off'}",
    )


def _reasons(viewer: Viewer, held: Mapping[HeldBecause, int]) -> list[Component]:
    return [
        html.Small(f"{viewer.say(HELD_LABELS[reason])} {number(count)}", className="quiet fig")
        for reason, count in sorted(held.items(), key=lambda pair: -pair[1])
    ]


def gate_name(viewer: Viewer, gate: Gate, choices: Choices) -> str:
    """Return what a gate is of."""
    if gate.category == EVERY:
        return viewer.say(Ruling.EVERY)
    return f"{category_words(viewer, gate.category, choices)} {gate.category}"


def gate_words(viewer: Viewer, gate: Gate) -> Iterator[str]:
    """Yield what a gate asks for."""
    if gate.least_score:
        yield viewer.say(Ruling.SCORE_AT_LEAST).format(number(gate.least_score, 2))
    if gate.dwell_s:
        yield viewer.say(Ruling.STOOD_AT_LEAST).format(duration(viewer, gate.dwell_s))
    if gate.hours.weekdays:
        yield "".join(viewer.say(WEEKDAYS[day - 1]) for day in sorted(gate.hours.weekdays))
    if gate.hours.from_min is not None and gate.hours.until_min is not None:
        yield f"{hour_words(gate.hours.from_min)}–{hour_words(gate.hours.until_min)}"
    if gate.merge_gap_s != _USUAL_GAP_S:
        yield viewer.say(Ruling.MERGES).format(duration(viewer, gate.merge_gap_s))


def gate_form(viewer: Viewer, gate: Gate | None, choices: Choices, *, is_new: bool) -> list[Component]:
    """Return the form of a gate with what holds now."""
    if gate is None:
        return [_hidden()]
    head = Ruling.NEW if is_new else Ruling.CHANGE
    whose = "" if is_new else gate_name(viewer, gate, choices)
    return [
        html.Div(
            [
                html.H2([viewer.say(head), " ", html.Small(whose, className="quiet")]),
                dcc.Store(id=Gates.VERSION, data=[gate.category, gate.camera, gate.version, is_new]),
                *_fields(viewer, gate, choices, is_new=is_new),
                html.Div(id=Gates.EFFECT, className="find-effect", role="status"),
                _buttons(viewer, gate, is_new=is_new),
                html.Small(_changed(viewer, gate), className="quiet fig"),
            ],
            className="card admin-form gate-form",
        )
    ]


def _fields(viewer: Viewer, gate: Gate, choices: Choices, *, is_new: bool) -> Iterator[Component]:
    hours, days = gate.hours, [{"label": viewer.say(day), "value": at} for at, day in enumerate(WEEKDAYS, start=1)]
    chosen = [name for name, holds in ((ENABLED, gate.is_on), (ZONES, gate.zones_apart)) if holds]
    options = [
        {"label": viewer.say(Ruling.IS_ON), "value": ENABLED},
        {"label": viewer.say(Ruling.ZONES), "value": ZONES},
    ]
    menu = category_menu(viewer, Gates.CATEGORY, gate.category or None, choices)
    yield labelled(viewer.say(Ruling.CATEGORY), menu) if is_new else html.Div(menu, hidden=True)
    camera = text_field(Gates.CAMERA, gate.camera, 80, "CAM-0012", locked=not is_new)
    yield labelled(viewer.say(Ruling.CAMERA), camera) if is_new or gate.camera else html.Div(camera, hidden=True)
    score = f"{gate.least_score:g}"
    yield labelled(viewer.say(Ruling.SCORE), text_field(Gates.SCORE, score, 8, "0.4"))
    yield labelled(viewer.say(Ruling.DWELL), text_field(Gates.DWELL, str(gate.dwell_s), 6, "180", numeric=True))
    yield labelled(
        viewer.say(Ruling.WEEKDAYS),
        dcc.Dropdown(days, sorted(hours.weekdays), id=Gates.WEEKDAYS, multi=True, labels=menu_words(viewer)),
    )
    for label, field, minute, hint in (
        (Ruling.FROM, Gates.FROM, hours.from_min, "08:00"),
        (Ruling.UNTIL, Gates.UNTIL, hours.until_min, "22:00"),
    ):
        yield labelled(viewer.say(label), text_field(field, "" if minute is None else hour_words(minute), 5, hint))
    gap = f"{gate.merge_gap_s / _MINUTE_S:g}"
    yield labelled(viewer.say(Ruling.GAP), text_field(Gates.GAP, gap, 6, "10"))
    yield dcc.Checklist(options, chosen, id=Gates.OPTIONS, className="gate-options")


def _buttons(viewer: Viewer, gate: Gate, *, is_new: bool) -> Component:
    may_go = bool(gate.camera) and not is_new
    parts: list[Component] = [
        html.Button(viewer.say(Ruling.SAVE), id=Gates.SAVE, className="btn primary"),
        html.Button(viewer.say(Ruling.REMOVE), id=Gates.REMOVE, className="btn", hidden=not may_go),
    ]
    if not is_new and not gate.camera and gate.category:
        href = address(TAB, gate=NEW, of=gate.category)
        parts.append(dcc.Link(viewer.say(Ruling.FOR_CAMERA), href=href, className="btn"))
    return html.Div(parts, className="gate-buttons")


def _changed(viewer: Viewer, gate: Gate) -> str:
    if gate.version == 0:
        return ""
    if gate.updated_us == 0:
        return viewer.say(Ruling.PROPOSED)
    return viewer.say(Ruling.BY).format(gate.version, gate.updated_by, day_and_time(viewer, gate.updated_us))


def gate_effect_words(viewer: Viewer, effect: GateEffect) -> str:
    """Return what a change would do."""
    if effect.events == 0:
        return viewer.say(Ruling.WOULD_NONE).format(effect.days)
    counts = (number(each) for each in (effect.events, effect.held_now, effect.held_then))
    return viewer.say(Ruling.WOULD).format(effect.days, *counts)
