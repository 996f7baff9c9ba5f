"""Lamps: colour and shape together, and the time left, which the browser counts down by the server's clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.severity import AssetState
from dashboard.domain.text import Language
from layouts.attributes import attributes
from layouts.formatting import NONE, THIN_SPACE
from layouts.texts.cases import LAMP_WORDS
from layouts.viewer import Viewer

LAMP_STATES: Final[Mapping[Lamp, AssetState]] = {
    Lamp.RED: AssetState.CRITICAL,
    Lamp.YELLOW: AssetState.MINOR,
    Lamp.GREEN: AssetState.NORMAL,
    Lamp.GREY: AssetState.OFFLINE,
}
"""The states whose forms and colours the lamps have, the worst first."""


def lamp_mark(viewer: Viewer, shown: Lamp, due_us: int | None = None, yellow_us: int | None = None) -> Component:
    """The mark of a lamp, with its word for those who see no colour; with a deadline the browser turns it on time."""
    return html.I(
        className="mark",
        title=viewer.say(LAMP_WORDS[shown]),
        role="img",
        **attributes(
            {
                "data-state": LAMP_STATES[shown].value,
                "aria-label": viewer.say(LAMP_WORDS[shown]),
                **_deadline(shown, due_us, yellow_us),
            }
        ),
    )


def time_left(viewer: Viewer, shown: Lamp, due_us: int | None, now_us: int, class_name: str = "") -> Component:
    """The time until a deadline, minus what it is late; an em dash where none runs."""
    if due_us is None or shown is Lamp.GREY:
        return html.Span(NONE, className=f"fig left {class_name}".strip())
    return html.Span(
        left_text(viewer, due_us - now_us),
        className=f"fig left {class_name}".strip(),
        **attributes({"data-lamp": shown.value, "data-left": str(due_us // 1000)}),
    )


def left_text(viewer: Viewer, left_us: int) -> str:
    """Return minutes and seconds, from an hour on hours too, from two days on days: 05:20, 7:41:06, 3 天 4 时."""
    sign, rest = ("−", -left_us) if left_us < 0 else ("", left_us)
    if rest >= 2 * DAY_US:
        days, hours = rest // DAY_US, rest % DAY_US // HOUR_US
        day, hour = ("天", "时") if viewer.language is Language.CHINESE else ("d", "h")
        return f"{sign}{days}{THIN_SPACE}{day} {hours}{THIN_SPACE}{hour}"
    hours, minutes, seconds = rest // HOUR_US, rest % HOUR_US // MINUTE_US, rest % MINUTE_US // SECOND_US
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{sign}{minutes:02d}:{seconds:02d}"


def _deadline(shown: Lamp, due_us: int | None, yellow_us: int | None) -> dict[str, str]:
    if due_us is None or shown is Lamp.GREY:
        return {}
    told = {"data-lamp-due": str(due_us // 1000)}
    return told if yellow_us is None else {**told, "data-lamp-yellow": str(yellow_us // 1000)}
