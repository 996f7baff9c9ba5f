"""物联: register, new devices, thresholds, drainage, parking, maintenance, data quality."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.sensors import sensor_types
from dashboard.domain.text import Text
from layouts.components.alarms.maintenance import maintenance_tab
from layouts.components.alarms.thresholds import thresholds_tab
from layouts.components.blanks import skeleton
from layouts.components.ghosts import ghosts_tab
from layouts.components.office import office, tab_class
from layouts.components.register import query_from_address, register_tab
from layouts.ids import Sensors
from layouts.markup import drawn
from layouts.page import Page, PageContext
from layouts.texts.sensors import Devices


def layout(context: PageContext) -> Component:
    """The tab that `?tab=` asks for, the register without; links to the others."""
    viewer = context.viewer
    asked = context.query.get("tab", "")
    chosen = asked if asked in Devices.TABS else "register"
    tabs = [
        dcc.Link(
            [viewer.say(label), *([html.Sup(id=Sensors.GHOSTS_COUNT, className="fig")] if key == "ghosts" else [])],
            href=f"/sensors?tab={key}",
            className=tab_class(is_chosen=key == chosen),
        )
        for key, label in Devices.TABS.items()
    ]
    return office(viewer.say(PAGE.title), _TABS[chosen](context), tabs)


def _register(context: PageContext) -> list[Component]:
    return register_tab(context.viewer, query_from_address(context.query))


def _ghosts(context: PageContext) -> list[Component]:
    return ghosts_tab(context.viewer, context.query.get("ref", ""))


def _thresholds(context: PageContext) -> list[Component]:
    asked = context.query.get("kind", "")
    return thresholds_tab(context.viewer, asked if asked in sensor_types() else next(iter(sensor_types())))


def _maintenance(context: PageContext) -> list[Component]:
    return maintenance_tab(context.viewer)


def _drainage(_context: PageContext) -> list[Component]:
    return [html.Div(skeleton(8), id=Sensors.DRAINAGE)]


def _drawn(place: Sensors) -> Callable[[PageContext], list[Component]]:
    return lambda _context: [html.Div(id=place, **drawn(skeleton(8)))]


_TABS: Final[dict[str, Callable[[PageContext], list[Component]]]] = {
    "register": _register,
    "ghosts": _ghosts,
    "thresholds": _thresholds,
    "drainage": _drainage,
    "parking": _drawn(Sensors.PARKING),
    "maintenance": _maintenance,
    "quality": _drawn(Sensors.QUALITY),
}
PAGE: Final = Page(
    key="sensors", path="/sensors", title=Text("物联", "Devices"), order=3, icon="sensors", layout=layout
)
