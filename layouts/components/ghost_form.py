"""The one form that takes a device in: number, kind, place, and what its fields mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.ghost_guesses import DISTANCE, TIME, Guess
from dashboard.domain.ghosts import CANONICAL, FIELDS, GENERIC, Choice, Ghost, Reading
from dashboard.domain.metrics import METRICS
from dashboard.domain.sensors import device_types
from dashboard.domain.text import Text
from dashboard.domain.units import known_units
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.fields import labelled
from layouts.components.ghost_readings import meaning_label, preview, standing_values
from layouts.formatting import day_and_time, number, since
from layouts.ids import Ghost as Ids
from layouts.ids import slot
from layouts.markup import drawn
from layouts.texts.ghosts import Ghosts
from layouts.viewer import Viewer

_CLOSED: Final = "/sensors?tab=ghosts"
_PAYLOAD_SHOWN: Final = 4000


def ghost_form(
    viewer: Viewer, ghost: Ghost, choices: Sequence[Choice], readings: Mapping[str, Reading], basemap: str
) -> Component:
    """The form, filled in with what is known and guessed."""
    return html.Section(
        [
            html.Header(
                [
                    html.H2(viewer.say(Ghosts.FORM)),
                    html.B(ghost.device_ref, className="fig ghost-ref"),
                    _close(viewer, "link"),
                ],
                className="ghost-head",
            ),
            _identity(viewer, ghost),
            _place(viewer, ghost, basemap),
            _meaning(viewer, ghost, choices, readings),
            html.Div(
                [
                    _fault_place(FIELDS),
                    html.Button(
                        viewer.say(Ghosts.TAKE_IN), className="btn primary", **attributes({"data-ghost-take": ""})
                    ),
                ],
                className="ghost-actions",
            ),
            _message(viewer, ghost),
        ],
        className="card ghost-form",
        **attributes({"data-ghost-form": ghost.device_ref, "data-units": _units(viewer)}),
    )


def taken_in(viewer: Viewer, asset_id: str, name: str) -> Component:
    """In place of the form once the device is registered: where it is now."""
    on_map = f"/?asset={quote(asset_id, safe='')}"
    shown = name if name == asset_id else f"{name} · {asset_id}"
    return html.Section(
        [
            html.H2(viewer.say(Ghosts.TAKEN_IN).format(shown)),
            html.P(viewer.say(Ghosts.TAKEN_IN_NEXT), className="quiet"),
            html.Div(
                [
                    html.A(viewer.say(Ghosts.ON_MAP), href=on_map, className="btn primary"),
                    _close(viewer, "btn"),
                ],
                className="ghost-actions",
            ),
        ],
        className="card ghost-form",
        **attributes({"data-taken-in": asset_id}),
    )


def _close(viewer: Viewer, class_name: str) -> Component:
    return html.A(viewer.say(Ghosts.CLOSE), href=_CLOSED, className=class_name, **attributes({"data-ghost": ""}))


def ghost_gone(viewer: Viewer) -> Component:
    """In place of the form of a device whose messages were all read meanwhile."""
    return html.Div(empty(viewer, Ghosts.GONE, Ghosts.GONE_HINT), className="card")


def previews(viewer: Viewer, paths: Sequence[str], readings: Mapping[str, Reading], at: int) -> Component:
    """What each field is read as; the browser hands each to its row. `at` tells it from what was said before."""
    return _answer({path: preview(viewer, readings.get(path)) for path in paths}, at)


def faults(viewer: Viewer, told: Mapping[str, Text], at: int) -> Component:
    """Why inputs are refused; the browser hands each to its input, and takes away those of before."""
    return _answer({name: viewer.say(fault) for name, fault in told.items()}, at)


def _answer(said: Mapping[str, Component | str], at: int) -> Component:
    parts = [html.Div(part, **attributes({"data-for": name})) for name, part in said.items()]
    return html.Div(parts, **attributes({"data-at": str(at)}))


def _fault_place(name: str) -> Component:
    return html.Small(className="fault", role="alert", **attributes({"data-fault": name}))


def _identity(viewer: Viewer, ghost: Ghost) -> Component:
    known = ghost.message.known
    kinds = [html.Option(viewer.say(Ghosts.CHOOSE), value="", selected=not ghost.kind)]
    kinds += [
        html.Option(viewer.say(kind.label), value=kind.key, selected=kind.key == ghost.kind)
        for kind in device_types().values()
    ]
    select = html.Select(kinds, className="field", **attributes({"data-ghost-kind": ""}))
    number_there = known.asset_id if known else ghost.name_there
    return html.Div(
        [
            _labelled(viewer, Ghosts.NUMBER, _text(Ids.ASSET_ID, "asset_id", number_there), "asset_id"),
            _labelled(
                viewer,
                Ghosts.NAME,
                _text(Ids.NAME, "name", known.name if known else "", viewer.say(Ghosts.NAME_HINT)),
                "name",
            ),
            _labelled(viewer, Ghosts.KIND, select, "kind"),
        ],
        className="ghost-fields-3",
    )


def _place(viewer: Viewer, ghost: Ghost, basemap: str) -> Component:
    known = ghost.message.known
    lon, lat = (f"{known.lon:.6f}", f"{known.lat:.6f}") if known else ("", "")
    return html.Div(
        [
            _picking_map(basemap),
            html.Div(
                [
                    html.H3([viewer.say(Ghosts.PLACE), html.Span(viewer.say(Ghosts.PLACE_HINT), className="quiet")]),
                    _labelled(viewer, Ghosts.LON, _text(Ids.LON, "lon", lon), "lon"),
                    _labelled(viewer, Ghosts.LAT, _text(Ids.LAT, "lat", lat), "lat"),
                    _labelled(viewer, Ghosts.DATUM, _text(Ids.DATUM, "datum_m", ""), "datum_m"),
                    html.P(viewer.say(Ghosts.DATUM_HINT), className="quiet"),
                ],
                className="ghost-place-fields",
            ),
        ],
        className="ghost-place",
    )


def _picking_map(basemap: str) -> Component:
    """The city's map; where it is clicked the device stands."""
    return html.Div(
        city_map(Ids.MAP, basemap, class_name="ghost-map"),
        className="ghost-map-holder",
        **attributes({"data-pick": ""}),
        **basemap_mark(basemap),
    )


def _meaning(viewer: Viewer, ghost: Ghost, choices: Sequence[Choice], readings: Mapping[str, Reading]) -> Component:
    if ghost.is_mapped or not ghost.fields:
        return _standing(viewer, ghost)
    head = [html.H3([viewer.say(Ghosts.FIELDS), html.Span(viewer.say(Ghosts.FIELDS_HINT), className="quiet")])]
    columns = (Ghosts.PATH, Ghosts.VALUE, Ghosts.MEANING, Ghosts.UNIT, Ghosts.SCALE, Ghosts.RESULT)
    titles = html.Div([html.Span(viewer.say(column)) for column in columns], className="ghost-field is-title")
    rows = [
        _field(viewer, ghost, field, choice, readings.get(field.path))
        for field, choice in zip(ghost.fields, choices, strict=True)
    ]
    return html.Div([*head, titles, *rows, _scope(viewer, ghost)], className="ghost-meanings")


def _standing(viewer: Viewer, ghost: Ghost) -> Component:
    """What a device that needs no mapping will be read as."""
    why = Ghosts.STANDING_CANONICAL if ghost.uplink == CANONICAL else Ghosts.STANDING_MAPPED
    shown = standing_values(viewer, ghost)
    if not shown:
        why = Ghosts.NOT_READ
    return html.Div(
        [
            html.H3([viewer.say(Ghosts.STANDING), html.Span(viewer.say(why), className="quiet")]),
            html.Div(shown, className="ghost-fields"),
        ],
        className="ghost-meanings",
    )


def _field(viewer: Viewer, ghost: Ghost, field: Guess, choice: Choice, reading: Reading | None) -> Component:
    return html.Div(
        [
            html.Code(field.path, title=field.path),
            html.Span(str(field.value)[:40], className="fig clip", title=str(field.value)[:200]),
            html.Select(
                _meanings(viewer, ghost, choice.meaning), className="field", **attributes({"data-ghost-meaning": ""})
            ),
            html.Select(_unit_options(viewer, choice), className="field", **attributes({"data-ghost-unit": ""})),
            dcc.Input(
                id={**slot(Ids.SCALE, field.path)},
                name="scale",
                type="text",
                value="",
                placeholder="× 1",
                autoComplete="off",
                className="field fig",
            ),
            html.Span(
                [
                    html.Span(**attributes({"data-preview": field.path}), **drawn(preview(viewer, reading))),
                    _fault_place(field.path),
                ],
                className="ghost-result",
            ),
        ],
        className="ghost-field",
        **attributes({"data-ghost-field": field.path}),
    )


def _meanings(viewer: Viewer, ghost: Ghost, chosen: str) -> list[Component]:
    meanings = [*METRICS, DISTANCE, *([TIME] if ghost.uplink == GENERIC else [])]
    return [
        html.Option(viewer.say(Ghosts.IGNORE), value="", selected=not chosen),
        *(
            html.Option(viewer.say(meaning_label(meaning)), value=meaning, selected=meaning == chosen)
            for meaning in meanings
        ),
    ]


def _unit_options(viewer: Viewer, choice: Choice) -> list[Component]:
    """The units that the meaning may have in a message; the browser changes them with the meaning."""
    return [
        html.Option(label, value=unit, selected=unit == choice.unit.lower())
        for unit, label in _units_of(viewer, choice.meaning)
    ]


def _units_of(viewer: Viewer, meaning: str) -> list[tuple[str, str]]:
    metric = METRICS.get("level_m" if meaning == DISTANCE else meaning)
    if metric is None or metric.states:
        return [("", "")]
    unit = viewer.say(metric.unit_label)
    own = viewer.say(Ghosts.OWN_UNIT).format(unit) if unit else viewer.say(Ghosts.NO_UNIT)
    others = [unit for unit in known_units(metric.unit) if unit != metric.unit.lower()]
    return [("", own), *((unit, unit) for unit in others)]


def _units(viewer: Viewer) -> str:
    """The units of every meaning, for the browser."""
    return json.dumps({meaning: _units_of(viewer, meaning) for meaning in ("", *METRICS, DISTANCE, TIME)})


def _scope(viewer: Viewer, ghost: Ghost) -> Component:
    """What the mapping holds for: all of a model that is named, else this device alone unless somebody wants more."""
    if not ghost.like:
        return html.Div(hidden=True)
    is_model = ghost.uplink != GENERIC
    like = viewer.say(Ghosts.OF_MODEL if is_model else Ghosts.OF_TOPICS).format(ghost.like)
    options = [
        html.Option(viewer.say(Ghosts.THIS_ONE), value="false", selected=not is_model),
        html.Option(like, value="true", selected=is_model),
    ]
    select = html.Select(options, className="field", **attributes({"data-ghost-alike": ""}))
    return labelled(viewer.say(Ghosts.SCOPE), select)


def _message(viewer: Viewer, ghost: Ghost) -> Component:
    message = ghost.message
    first = viewer.say(Ghosts.FIRST).format(day_and_time(viewer, message.first_us))
    times = viewer.say(Ghosts.MESSAGES).format(number(message.times))
    return html.Details(
        [
            html.Summary([html.B(viewer.say(Ghosts.MESSAGE)), " ", since(message.last_us)], className="link"),
            html.P([html.Code(message.topic), html.Span(f" {times} · {first}", className="quiet")]),
            html.Pre(message.payload[:_PAYLOAD_SHOWN].decode("utf-8", "replace")),
        ],
        className="quarantine-detail",
    )


def _labelled(viewer: Viewer, label: Text, box: Component, name: str) -> Component:
    return labelled(viewer.say(label), box, _fault_place(name))


def _text(component_id: StrEnum, name: str, value: str, placeholder: str = "") -> Component:
    given: dict[str, Any] = {"placeholder": placeholder} if placeholder else {}
    return dcc.Input(
        id=component_id, name=name, type="text", value=value, autoComplete="off", className="field fig", **given
    )
