"""The director: the entry in the top bar, the panel with screens and controls, and the pairing dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.walls import (
    EVERY_SCREEN,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    PLACE_LENGTH,
    Direction,
    Level,
)
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.formatting import clock
from layouts.ids import Director, Shell
from layouts.scenes import scenes
from layouts.texts.director import DirectorText
from layouts.viewer import Viewer

LOOK_AGAIN_MS: Final = 5_000
DWELLS_S: Final = (20, 30, 45, 60)
USUAL_MESSAGE_S: Final = 60
CODE_SIGNS: Final = 12


class Target(NamedTuple):
    """Whom the controls direct: one screen, or all. `flight` is the selected asset's number and name."""

    screen_key: int
    name: str
    place: str
    direction: Direction
    flight: tuple[str, str] | None


def director_entry(viewer: Viewer) -> Component:
    """The menu in the top bar: the wall in a new tab, and the director."""
    items = [
        html.A(
            [
                html.Span(className="icon icon-wall"),
                viewer.say(DirectorText.OPEN_WALL),
                html.Span("↗", className="quiet"),
            ],
            href="/wall",
            target="_blank",
            rel="noopener",
            className="menu-item",
        ),
        html.Button(
            [
                html.Span(className="icon icon-director"),
                html.Span([viewer.say(DirectorText.OPEN), html.Small(viewer.say(DirectorText.OPEN_HINT))]),
            ],
            className="menu-item",
            **attributes({"data-open-director": ""}),
        ),
    ]
    label = [
        html.Span(className="icon icon-wall"),
        html.Span(f"{viewer.say(DirectorText.MENU)} ↗", className="menu-label"),
    ]
    return html.Details(
        [
            html.Summary(label, className="switch", title=viewer.say(DirectorText.MENU_HINT)),
            html.Div(items, className="menu-list"),
        ],
        className="menu",
        **attributes({"data-menu": ""}),
    )


def director_panel(viewer: Viewer) -> Component:
    """The two dialogs and what they need, always mounted; nothing is asked of the server while they are closed."""
    return html.Div(
        [
            dcc.Store(id=Shell.FEED_WALLS),
            dcc.Store(id=Director.OPENED),
            dcc.Store(id=Director.TARGET, data=EVERY_SCREEN),
            dcc.Store(id=Director.COMMAND),
            dcc.Interval(id=Director.CLOCK, interval=LOOK_AGAIN_MS, disabled=True),
            _panel(viewer),
            _pairing(viewer),
        ]
    )


def _panel(viewer: Viewer) -> Component:
    head = html.Header(
        [
            html.Div(
                [html.H2(viewer.say(DirectorText.TITLE)), html.Span(id=Director.COUNT, className="quiet")],
                className="director-title",
            ),
            _button(viewer.say(DirectorText.PAIR), "btn", {"data-open-pairing": ""}, icon="link"),
            html.Button(
                html.Span(className="icon icon-close"),
                className="director-close",
                **attributes({"data-close-director": "", "aria-label": viewer.say(DirectorText.CLOSE)}),
            ),
        ],
        className="director-head",
    )
    controls = [
        html.Div(skeleton(4), id=Director.CONTROLS),
        _message(viewer),
        html.Footer(id=Director.FOOT, className="foot"),
    ]
    return html.Dialog(
        [
            head,
            html.Div(skeleton(4), id=Director.SCREENS, className="director-screens"),
            html.Section(controls, className="director-controls"),
            html.Div(id=Director.SAID, className="notice", role="status"),
        ],
        className="dialog director",
        **attributes({"data-director": "", "aria-label": viewer.say(DirectorText.TITLE)}),
    )


def _message(viewer: Viewer) -> Component:
    """Mounted once, so that nothing that is being written is lost when the screens are listed anew."""
    times = [
        _choice(viewer.say(label), {"data-lasts": str(seconds)}, chosen=seconds == USUAL_MESSAGE_S)
        for seconds, label in DirectorText.TIMES
    ]
    levels = [
        _choice(viewer.say(label), {"data-level": level.value}, chosen=level is Level.INFO)
        for level, label in DirectorText.LEVEL.items()
    ]
    words = dcc.Input(
        id=Director.MESSAGE,
        type="text",
        value="",
        maxLength=MESSAGE_LENGTH,
        placeholder=viewer.say(DirectorText.MESSAGE_HINT),
        autoComplete="off",
        className="field",
    )
    counter = html.Span(f"0/{MESSAGE_LENGTH}", className="fig quiet", **attributes({"data-message-count": ""}))
    return html.Section(
        [
            html.H3([viewer.say(DirectorText.MESSAGE), counter]),
            html.Div(id=Director.SHOWING),
            words,
            html.Div(
                [
                    html.Div(times, className="seg"),
                    html.Div(levels, className="seg"),
                    html.Span(className="spring"),
                    _button(viewer.say(DirectorText.SEND), "btn primary", {"data-direct": "say"}),
                ],
                className="director-row",
            ),
        ],
        className="director-part",
        **attributes({"data-message": ""}),
    )


def controls(viewer: Viewer, target: Target) -> list[Component]:
    """Whom they direct; scene, rotation and flight as they are now."""
    title = html.Div(
        [html.B(target.name), html.Span(target.place, className="quiet")],
        className="director-target",
    )
    return [title, _scene_part(viewer, target.direction), _rotation_part(viewer, target), _flight_part(viewer, target)]


def _scene_part(viewer: Viewer, direction: Direction) -> Component:
    goes_on = DirectorText.FREE_ON if direction.rotate else DirectorText.FREE_OFF
    free = viewer.say(goes_on).format(direction.dwell_s)
    tiles = [_tile(viewer.say(DirectorText.FREE), free, {"data-direct": "unpin"}, chosen=direction.scene is None)]
    tiles += [
        _tile(
            viewer.say(scene.title),
            viewer.say(DirectorText.HOLDS if key == direction.scene else DirectorText.PIN_IT),
            {"data-direct": "pin", "data-scene": key},
            chosen=key == direction.scene,
        )
        for key, scene in scenes().items()
    ]
    return html.Section(
        [html.H3(viewer.say(DirectorText.SCENE)), html.Div(tiles, className="scene-tiles")], className="director-part"
    )


def _rotation_part(viewer: Viewer, target: Target) -> Component:
    direction = target.direction
    dwell = str(direction.dwell_s)
    on_off = [
        _choice(viewer.say(label), {"data-direct": action, "data-dwell": dwell}, chosen=direction.rotate is on)
        for label, action, on in ((DirectorText.ROTATE_ON, "rotate", True), (DirectorText.ROTATE_OFF, "stop", False))
    ]
    dwells = [
        _choice(
            viewer.say(DirectorText.SECONDS).format(seconds),
            {"data-direct": "rotate", "data-dwell": str(seconds)},
            chosen=seconds == direction.dwell_s,
        )
        for seconds in DWELLS_S
    ]
    note = viewer.say(DirectorText.WAITS) if direction.scene else ""
    return html.Section(
        [
            html.H3([viewer.say(DirectorText.ROTATION), html.Span(note, className="quiet")]),
            html.Div(
                [
                    html.Div(on_off, className="seg"),
                    html.Span(viewer.say(DirectorText.DWELL), className="quiet"),
                    html.Div(dwells, className="seg"),
                ],
                className="director-row",
            ),
        ],
        className="director-part",
    )


def _flight_part(viewer: Viewer, target: Target) -> Component:
    row: Component = html.P(viewer.say(DirectorText.FLY_NOTHING), className="director-none")
    if target.flight is not None:
        number, name = target.flight
        fly = {"data-direct": "fly", "data-to": number}
        row = html.Div(
            [
                html.Span([html.B(number, className="fig"), name], className="flight-place"),
                html.Span(className="spring"),
                _button(viewer.say(DirectorText.FLY_TO), "btn", fly, icon="map"),
            ],
            className="director-row is-framed",
        )
    return html.Section([html.H3(viewer.say(DirectorText.FLY)), row], className="director-part")


def showing(viewer: Viewer, direction: Direction) -> list[Component]:
    """The message that is up now; nothing when there is none."""
    message = direction.message
    if message is None:
        return []
    return [
        html.Div(
            [
                html.B(message.text),
                html.Span(viewer.say(DirectorText.SHOWING).format(clock(viewer, message.until_us)), className="quiet"),
                _button(viewer.say(DirectorText.TAKE_DOWN), "btn small", {"data-direct": "hush"}),
            ],
            className="showing",
            **attributes({"data-level": message.level.value}),
        )
    ]


def foot(viewer: Viewer, target: Target) -> list[Component]:
    """Reload, and for one screen the end of its pairing."""
    reload = html.Button(
        viewer.say(DirectorText.RELOAD),
        className="btn",
        title=viewer.say(DirectorText.RELOAD_HINT),
        **attributes({"data-direct": "reload"}),
    )
    if target.screen_key == EVERY_SCREEN:
        return [reload]
    remove = {"data-revoke": "", "data-sure": viewer.say(DirectorText.REMOVE_SURE)}
    return [reload, html.Span(className="spring"), _button(viewer.say(DirectorText.REMOVE), "btn danger", remove)]


def _pairing(viewer: Viewer) -> Component:
    rows = [
        _field(viewer.say(DirectorText.CODE), "0000-00", Director.CODE, CODE_SIGNS, "field code-field fig"),
        _field(viewer.say(DirectorText.NAME), viewer.say(DirectorText.NAME_HINT), Director.NAME, NAME_LENGTH),
        _field(viewer.say(DirectorText.PLACE), viewer.say(DirectorText.PLACE_HINT), Director.PLACE, PLACE_LENGTH),
    ]
    actions = [
        _button(viewer.say(DirectorText.CANCEL), "btn", {"data-close-pairing": ""}),
        _button(viewer.say(DirectorText.DO_PAIR), "btn primary", {"data-pair": ""}),
    ]
    return html.Dialog(
        [
            html.H2(viewer.say(DirectorText.PAIR)),
            html.P(viewer.say(DirectorText.CODE_HINT), className="dialog-subject"),
            *rows,
            html.Div(id=Director.PAIRING_SAID, role="alert"),
            html.P(viewer.say(DirectorText.READ_ONLY), className="quiet"),
            html.Div(actions, className="dialog-actions"),
        ],
        className="dialog pairing",
        **attributes({"data-pairing": "", "aria-label": viewer.say(DirectorText.PAIR)}),
    )


def not_done(_viewer: Viewer, reason: str) -> Component:
    """Why a command was refused, and so what to do instead."""
    return html.Div(html.B(reason), className="toast is-bad", role="alert")


def _field(label: str, hint: str, key: Director, longest: int, look: str = "field") -> Component:
    entry = dcc.Input(
        id=key, type="text", value="", placeholder=hint, maxLength=longest, autoComplete="off", className=look
    )
    return html.Div([html.Label(label, htmlFor=key), entry])


def refused(_viewer: Viewer, reason: str) -> Component:
    """Why the pairing was not done, beside its fields."""
    return html.P([html.I(className="mark", **attributes({"data-state": "critical"})), reason], className="refused")


def done(sentence: Component, action: str, mark: str) -> Component:
    """A confirmation that the browser takes note of; another `mark` makes it appear anew."""
    return html.Div(sentence, key=mark, **attributes({"data-done": action}))


def _button(label: str, look: str, data: dict[str, str], *, icon: str = "") -> Component:
    children: Sequence[Component | str] = [html.Span(className=f"icon icon-{icon}"), label] if icon else [label]
    return html.Button(children, type="button", className=look, **attributes(data))


def _choice(label: str, data: dict[str, str], *, chosen: bool) -> Component:
    pressed = {"aria-pressed": "true" if chosen else "false"}
    look = "seg-item is-on" if chosen else "seg-item"
    return html.Button(label, type="button", className=look, **attributes({**data, **pressed}))


def _tile(label: str, note: str, data: dict[str, str], *, chosen: bool) -> Component:
    pressed = {"aria-pressed": "true" if chosen else "false"}
    look = "scene-tile is-on" if chosen else "scene-tile"
    return html.Button(
        [html.B(label), html.Small(note)], type="button", className=look, **attributes({**data, **pressed})
    )
