"""The lamps of cases, by the forms and colours of states: no lamp is told by its colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash.development.base_component import Component

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.severity import AssetState
from layouts.components.marks import state_mark

LAMP_STATES: Final[Mapping[Lamp, AssetState]] = {
    Lamp.RED: AssetState.CRITICAL,
    Lamp.YELLOW: AssetState.MINOR,
    Lamp.GREEN: AssetState.NORMAL,
    Lamp.GREY: AssetState.OFFLINE,
}
"""The worst first."""


def lamp_mark(lamp: Lamp) -> Component:
    """Return the mark of a lamp; words beside it say what it means."""
    return state_mark(LAMP_STATES[lamp])
