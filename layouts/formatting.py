"""How figures, times and ages read: thin spaces before units, the city's time zone, words for enumerated values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import from_us
from dashboard.domain.text import Language, Text
from layouts.attributes import attributes
from layouts.viewer import Viewer

THIN_SPACE: Final = "\u2009"
NONE: Final = "—"
WEEKDAYS: Final = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def number(value: float | None, digits: int = 0) -> str:
    """`value` with thousands separators and a fixed number of decimals, never minus zero; an em dash for None."""
    return NONE if value is None else f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def percent(part: float, whole: float, digits: int = 1) -> str:
    """`part` of `whole` in per cent without the sign; an em dash when there is no whole."""
    return number(100 * part / whole, digits) if whole else NONE


def reading(viewer: Viewer, metric_key: str, value: float) -> str:
    """A stored value as people read it, without its unit: words for enumerated metrics, else fixed decimals."""
    metric = METRICS[metric_key]
    if metric.states:
        return viewer.say(metric.state_labels[int(value)])
    return number(value, metric.digits)


def with_unit(viewer: Viewer, metric_key: str, value: float) -> str:
    """A reading with its unit after a thin space."""
    unit = viewer.say(METRICS[metric_key].unit_label)
    text = reading(viewer, metric_key, value)
    return f"{text}{unit_gap(unit)}{unit}" if unit else text


def figure(text: str, unit: str = "", *, class_name: str = "") -> Component:
    """A figure in the figure face with its unit small beside it."""
    children: list[Component | str] = [text]
    if unit:
        children.append(html.Small(f"{unit_gap(unit)}{unit}"))
    return html.Span(children, className=f"fig {class_name}".strip())


def local(viewer: Viewer, moment_us: int) -> datetime:
    """A stored time in the city's time zone."""
    return from_us(moment_us).astimezone(viewer.zone)


def clock(viewer: Viewer, moment_us: int) -> str:
    """The time of day to the second, `21:07:42`."""
    return f"{local(viewer, moment_us):%H:%M:%S}"


def hour_and_minute(viewer: Viewer, moment_us: int) -> str:
    """The time of day in the city, as plans have it."""
    return local(viewer, moment_us).strftime("%H:%M")


def day_and_time(viewer: Viewer, moment_us: int) -> str:
    """Date and time to the minute, `11-21 21:07`."""
    return f"{local(viewer, moment_us):%m-%d %H:%M}"


def weekday(viewer: Viewer, day: date) -> str:
    """The day of the week, 周五."""
    return viewer.say(WEEKDAYS[day.weekday()])


def full_time(viewer: Viewer, moment_us: int) -> str:
    """Date, weekday and time to the second."""
    moment = local(viewer, moment_us)
    return f"{moment:%Y-%m-%d} {weekday(viewer, moment)} {moment:%H:%M:%S}"


def since(moment_us: int, *, asset_id: str = "", metric: str = "") -> Component:
    """How long ago, kept up to date by the browser (`7 分钟前`); of an asset's live metric when both are given."""
    live = {"data-since-of": asset_id, "data-since-metric": metric} if asset_id else {}
    return html.Span(className="fig since", **attributes({"data-since": str(moment_us // 1000), **live}))


def duration(viewer: Viewer, seconds: float) -> str:
    """A length of time in its largest whole unit."""
    chinese = viewer.language is Language.CHINESE
    for size, zh, en in ((86400, "天", "d"), (3600, "小时", "h"), (60, "分", "min")):
        if seconds >= size:
            return f"{seconds / size:.0f}{THIN_SPACE}{zh if chinese else en}"
    return f"{seconds:.0f}{THIN_SPACE}{'秒' if chinese else 's'}"


def unit_gap(unit: str) -> str:
    """What stands between a figure and its unit: nothing before ° and %, else a thin space."""
    return "" if unit in ("°", "%") else THIN_SPACE
