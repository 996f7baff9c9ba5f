"""检修: the windows that run or are coming, the choice of a place for a new one, and what the drawer says."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.maintenance import MaintenanceWindow, WindowLine
from dashboard.domain.rules import Scope
from dashboard.domain.sensors import sensor_types
from layouts.attributes import attributes
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty, skeleton
from layouts.components.panels import panel
from layouts.formatting import day_and_time, number
from layouts.ids import Sensors
from layouts.markup import drawn
from layouts.texts.maintenance import Maintenance
from layouts.viewer import Viewer


def maintenance_tab(viewer: Viewer) -> list[Component]:
    """The tab before any data came."""
    scopes = [
        html.Button(
            viewer.say(label),
            className="seg-item is-on" if key == Scope.KIND else "seg-item",
            **attributes({"data-window-scope": key}),
        )
        for key, label in Maintenance.SCOPES.items()
    ]
    asset = dcc.Input(
        id=Sensors.WINDOW_ASSET,
        type="text",
        placeholder=viewer.say(Maintenance.ASSET),
        autoComplete="off",
        className="field window-asset",
    )
    plan = html.Button(viewer.say(Maintenance.DO), className="btn primary", **attributes({"data-window-plan": ""}))
    return [
        html.P(viewer.say(Maintenance.EXPLAIN), className="quiet intro"),
        html.Div(
            [
                html.Div(scopes, className="seg"),
                html.Div(id=Sensors.WINDOW_PLACES, className="window-places"),
                asset,
                plan,
            ],
            className="window-form",
            **attributes({"data-window-form": "", "data-scope": Scope.KIND.value}),
        ),
        html.Div(id=Sensors.WINDOWS, **drawn(skeleton(4))),
    ]


def window_places(viewer: Viewer, areas: Sequence[tuple[str, str]]) -> list[Component]:
    """The kinds and areas to choose from; the browser shows the one that the scope asks for."""
    kinds = [(kind.key, viewer.say(kind.label)) for kind in sensor_types().values() if kind.rules]
    named = [(code, name if name == code else f"{name} · {code}") for code, name in areas]
    return [_select(Scope.KIND, kinds), _select(Scope.AREA, named)]


def _select(scope: Scope, options: Sequence[tuple[str, str]]) -> Component:
    items = [html.Option(label, value=key) for key, label in options]
    return html.Select(items, className="field", **attributes({"data-window-place": scope.value}))


def window_list(viewer: Viewer, lines: Sequence[WindowLine], now_us: int, authors: Authors) -> list[Component]:
    """Those that run, then those that are coming; says how to plan one when there are none."""
    if not lines:
        return [html.Div(empty(viewer, Maintenance.NONE, Maintenance.NONE_HINT), className="card")]
    running = [line for line in lines if line.runs(now_us)]
    coming = sorted((line for line in lines if not line.runs(now_us)), key=lambda line: line.window.from_us)
    total = viewer.say(Maintenance.SUPPRESSED).format(number(sum(line.suppressed for line in running)))
    parts = [(Maintenance.LIST_RUNNING, running, total), (Maintenance.LIST_COMING, coming, "")]
    return [
        panel(viewer.say(title), [note], [_row(viewer, line, now_us, authors) for line in group])
        for title, group, note in parts
        if group
    ]


def _row(viewer: Viewer, line: WindowLine, now_us: int, authors: Authors) -> Component:
    window = line.window
    told = [window.reason, viewer.say(Maintenance.BY).format(author_name(viewer, authors, window.opened_by))]
    return html.Div(
        [
            html.Span(viewer.say(Maintenance.SCOPES[window.scope.value]), className="tag"),
            html.Div(
                [_place(viewer, line), html.Span(" · ".join(told), className="quiet")],
                className="window-what",
            ),
            html.Span(_span(viewer, window), className="fig window-span"),
            html.Span(
                viewer.say(Maintenance.SUPPRESSED_HERE).format(number(line.suppressed)) if line.runs(now_us) else "",
                className="quiet window-count",
            ),
            _end_button(viewer, line, now_us),
        ],
        className="window-row",
    )


def _place(viewer: Viewer, line: WindowLine) -> Component:
    """The place by name; an asset's opens its drawer."""
    if line.window.scope is not Scope.ASSET:
        return html.B(window_place(viewer, line))
    return html.Button(html.B(window_place(viewer, line)), **attributes({"data-select-asset": line.window.scope_ref}))


def window_place(viewer: Viewer, line: WindowLine) -> str:
    """The kind, area or asset by name, with the number of an asset."""
    window = line.window
    if window.scope is Scope.KIND:
        kind = sensor_types().get(window.scope_ref)
        return viewer.say(kind.label) if kind else window.scope_ref
    if line.place is None or line.place == window.scope_ref:
        return window.scope_ref
    return f"{line.place} · {window.scope_ref}"


def window_banners(viewer: Viewer, lines: Sequence[WindowLine], now_us: int) -> list[Component]:
    """What the drawer of an asset says about the windows that cover it."""
    return [_banner(viewer, line, now_us) for line in lines]


def _banner(viewer: Viewer, line: WindowLine, now_us: int) -> Component:
    window, runs = line.window, line.runs(now_us)
    scope = [] if window.scope is Scope.ASSET else [window_place(viewer, line)]
    quiet = [viewer.say(Maintenance.SUPPRESSED_HERE).format(number(line.suppressed))] if runs else []
    return html.Div(
        [
            html.B(viewer.say(Maintenance.RUNNING if runs else Maintenance.COMING)),
            html.Span(_span(viewer, window), className="fig"),
            _end_button(viewer, line, now_us),
            html.P(" · ".join([*scope, window.reason, *quiet])),
        ],
        className="window-banner",
        **attributes({"data-running": "true" if runs else "false"}),
    )


def _span(viewer: Viewer, window: MaintenanceWindow) -> str:
    return viewer.say(Maintenance.FROM_UNTIL).format(
        day_and_time(viewer, window.from_us), day_and_time(viewer, window.until_us)
    )


def _end_button(viewer: Viewer, line: WindowLine, now_us: int) -> Component:
    label = Maintenance.END_NOW if line.runs(now_us) else Maintenance.CALL_OFF
    return html.Button(
        viewer.say(label), className="btn small", **attributes({"data-window-end": str(line.window.window_key)})
    )
