"""Rounds that are due today, and the one that is walked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_register import CameraLine
from dashboard.domain.camera_rounds.records import (
    NOTE_LENGTH,
    STANDING_LABELS,
    LookResult,
    Occasion,
    RoundLook,
    Standing,
    Walk,
    standing_of,
)
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.camera_ids import Rounds
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.components.fields import labelled
from layouts.components.player import player
from layouts.formatting import hour_and_minute, number
from layouts.texts.cameras import Rounding
from layouts.viewer import Viewer

_BEGUN: Final[Mapping[Standing, Text]] = {
    Standing.DUE: Rounding.START,
    Standing.INTERRUPTED: Rounding.GO_ON,
    Standing.WALKED: Rounding.GO_ON,
}


def round_list(
    viewer: Viewer, occasions: Sequence[Occasion], now_us: int, me: str, authors: Authors, *, may_walk: bool
) -> list[Component]:
    """Return a line for each planned time, with a button where the viewer may begin or go on."""
    if not occasions:
        return [empty(viewer, Rounding.NONE, Rounding.NONE_HINT)]
    return [_line(viewer, each, now_us, me, authors, may_walk=may_walk) for each in occasions]


def _line(viewer: Viewer, each: Occasion, now_us: int, me: str, authors: Authors, *, may_walk: bool) -> Component:
    standing, walk = standing_of(each, now_us), each.walk
    is_others = standing is Standing.WALKED and walk is not None and walk.holder != me
    label = _BEGUN.get(standing) if may_walk and not is_others else None
    looked, cameras = walk.looked if walk else 0, len(each.plan.cameras)
    parts = [viewer.say(Rounding.PROGRESS).format(number(looked), number(cameras))]
    if walk is not None and walk.finds:
        parts.append(viewer.say(Rounding.FINDS).format(number(walk.finds)))
    if walk is not None:
        parts.append(viewer.say(Rounding.BY).format(author_name(viewer, authors, walk.holder or walk.begun_by)))
    words = html.Div([html.Span(each.name, className="clip"), html.Small(" · ".join(parts), className="quiet")])
    button = [] if label is None else [_begin(viewer.say(label), each)]
    return html.Div(
        [html.B(hour_and_minute(viewer, each.planned_us), className="fig"), words, _chip(viewer, standing), *button],
        className="round-line",
        **attributes({"data-round": f"{each.round_key}-{each.planned_us}"}),
    )


def _chip(viewer: Viewer, standing: Standing) -> Component:
    said = viewer.say(STANDING_LABELS[standing])
    return html.Span(said, className="tag", **attributes({"data-standing-of": standing.value}))


def _begin(label: str, each: Occasion) -> Component:
    told = {"data-take-round": str(each.round_key), "data-planned": str(each.planned_us)}
    return html.Button(label, type="button", className="btn primary", **attributes(told))


def no_walk(viewer: Viewer) -> list[Component]:
    """Return what is shown while no round is walked."""
    return [empty(viewer, Rounding.CHOOSE, Rounding.CHOOSE_HINT)]


def walk_stage(
    viewer: Viewer, walk: Walk, name: str, cameras: Sequence[CameraLine | None], looks: Sequence[RoundLook], at: int
) -> list[Component]:
    """Return the camera that is looked at, how far the round is, and what may be said of it."""
    camera, done = cameras[at], {look.position: look.result for look in looks}
    place = viewer.say(Rounding.OF).format(number(at + 1), number(len(cameras)))
    title = camera.name if camera else viewer.say(Rounding.GONE)
    beside = " · ".join(part for part in (walk.cameras[at], camera.street if camera else None) if part)
    screen = player(viewer, camera.asset_id, camera.name) if camera else html.Div(className="camera-still is-blank")
    head = [html.H2([name, " ", html.Small(place, className="quiet")]), html.P([html.B(title), " ", beside])]
    here = {"data-walk": str(walk.walk_key), "data-position": str(at), "data-of": str(len(cameras))}
    return [
        html.Header(head),
        html.Div(_dots(walk, cameras, done, at), className="walk-dots"),
        html.Div(screen, className="walk-screen"),
        html.Div(_buttons(viewer), className="walk-buttons", **attributes(here)),
    ]


def _dots(walk: Walk, cameras: Sequence[CameraLine | None], done: dict[int, LookResult], at: int) -> list[Component]:
    return [
        html.Button(
            str(position + 1),
            type="button",
            className="fig",
            title=camera.name if camera else walk.cameras[position],
            **attributes(
                {
                    "data-go-to": str(position),
                    "data-result": done[position].value if position in done else "",
                    "aria-current": "true" if position == at else "false",
                }
            ),
        )
        for position, camera in enumerate(cameras)
    ]


def _buttons(viewer: Viewer) -> list[Component]:
    keys = (
        ("nothing", "N", Rounding.NOTHING, "btn primary big"),
        ("find", "F", Rounding.FIND, "btn big walk-find"),
        ("unseen", "U", Rounding.UNSEEN, "btn big"),
        ("pause", "P", Rounding.PAUSE, "btn big"),
    )
    return [
        html.Button(
            [viewer.say(label), html.Kbd(key)], type="button", className=look, **attributes({"data-walk-step": step})
        )
        for step, key, label, look in keys
    ]


def find_form(viewer: Viewer) -> Component:
    """Return the form of a find; it is shown once there is something to say."""
    category = dcc.Dropdown(id=Rounds.CATEGORY, placeholder=viewer.say(Rounding.CHOOSE_CATEGORY))
    note = dcc.Textarea(id=Rounds.NOTE, maxLength=NOTE_LENGTH, className="field")
    cancel = html.Button(
        viewer.say(Rounding.CANCEL), type="button", className="btn", **attributes({"data-walk-step": "cancel"})
    )
    report = html.Button(viewer.say(Rounding.REPORT), id=Rounds.REPORT, className="btn primary")
    fields = [
        labelled(viewer.say(Rounding.CATEGORY), category),
        labelled(viewer.say(Rounding.NOTE), note),
        html.Div([cancel, report], className="find-buttons"),
    ]
    return html.Div(
        [dcc.Store(id=Rounds.PICTURE), html.Div(id=Rounds.SEEN, className="find-picture"), html.Div(fields)],
        id=Rounds.FIND,
        className="round-find",
        hidden=True,
    )


def seen_picture(viewer: Viewer, digest: str | None, why: str) -> list[Component]:
    """Return the picture that becomes evidence, or why there is none."""
    if digest is None:
        return [html.P(viewer.say(Rounding.NO_PICTURE).format(why), className="quiet")]
    says = viewer.say(Rounding.PICTURE_OF)
    return [html.Img(src=f"/api/v1/photos/{digest}?size=medium", alt=says), html.Small(says, className="quiet")]
