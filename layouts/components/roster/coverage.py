"""Rostered and needed by the hour, a row a day, with the gaps hatched; each day unfolds to its areas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.domain.roster.coverage import HourCover, Strip
from dashboard.domain.roster.readouts import RosterWeek
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.formatting import local, number, weekday
from layouts.texts.roster import Coverage
from layouts.viewer import Viewer

_ORANGE_BELOW = 0.9
_RED_BELOW = 0.7


def coverage_card(viewer: Viewer, week: RosterWeek, today: date) -> list[Component]:
    """Return the card of the coverage; nothing for whoever sees only their own line."""
    if not week.strips:
        return []
    head = html.H2(
        [viewer.say(Coverage.TITLE), html.Span(viewer.say(Coverage.NOTE), className="panel-note")],
        className="cover-head",
    )
    if not any(hour.rostered or hour.needed for strip in week.strips for hour in strip.hours):
        return [head, empty(viewer, Coverage.NONE, Coverage.NONE_HINT)]
    scale = html.Div(
        [html.Span(), html.Div([html.Span(f"{hour:02d}") for hour in range(0, 24, 2)], className="cover-scale fig")],
        className="cover-row",
    )
    rows = [
        _day(viewer, place, strip, [each for each in week.area_strips if each.day == strip.day], week, today)
        for place, strip in enumerate(week.strips)
    ]
    return [head, html.Div([scale, *rows], className="cover")]


def _day(viewer: Viewer, place: int, strip: Strip, areas: Sequence[Strip], week: RosterWeek, today: date) -> Component:
    name = html.Span(
        [html.B(weekday(viewer, strip.day)), html.Span(f"{strip.day:%m-%d}", className="fig quiet")],
        className="cover-name",
    )
    row = [name, _hours(viewer, strip), _gaps(viewer, strip)]
    said = attributes({"data-day": str(place), "data-key": strip.day.isoformat()})
    class_name = "cover-day is-today" if strip.day == today else "cover-day"
    if not areas:
        return html.Div(html.Div(row, className="cover-row"), className=class_name, **said)
    below = [
        html.Div(
            [
                html.Span(_area_name(week, each), className="cover-name cover-area"),
                _hours(viewer, each),
                _gaps(viewer, each),
            ],
            className="cover-row",
        )
        for each in areas
    ]
    return html.Details([html.Summary(row, className="cover-row"), *below], className=class_name, **said)


def _area_name(week: RosterWeek, strip: Strip) -> str:
    area = week.areas.get(strip.area or "")
    return area.name if area else strip.area or ""


def _hours(viewer: Viewer, strip: Strip) -> Component:
    return html.Div([_hour(viewer, hour) for hour in strip.hours], className="cover-hours fig")


def _hour(viewer: Viewer, hour: HourCover) -> Component:
    said = f"{hour.rostered}/{hour.needed}" if hour.needed or hour.rostered else ""
    title = f"{local(viewer, hour.start_us):%H:%M} {said}"
    return html.I(
        [html.B(number(hour.rostered)), html.Span(f"/{hour.needed}" if hour.needed else "")] if said else "",
        className="cover-hour",
        title=title,
        **attributes({"data-cover": _state(hour)}),
    )


def _state(hour: HourCover) -> str:
    """How well an hour is covered: short where anybody is missing, below 90 % orange, below 70 % red."""
    if not hour.needed:
        return "spare" if hour.rostered else "none"
    share = hour.rostered / hour.needed
    if share < _ORANGE_BELOW:
        return "red" if share < _RED_BELOW else "orange"
    if hour.missing:
        return "short"
    return "full" if hour.rostered > hour.needed else "well"


def _gaps(viewer: Viewer, strip: Strip) -> Component:
    if not strip.gaps:
        has_need = any(hour.needed for hour in strip.hours)
        return html.Span(viewer.say(Coverage.WELL) if has_need else "", className="cover-gaps quiet")
    told = [
        viewer.say(Coverage.GAP).format(
            gap.missing, f"{local(viewer, gap.start_us):%H:%M}", f"{local(viewer, gap.end_us):%H:%M}", gap.minutes
        )
        for gap in strip.gaps
    ]
    minutes = sum(gap.minutes for gap in strip.gaps)
    text = viewer.say(Coverage.GAPS).format(number(minutes))
    return html.Span(text, className="cover-gaps is-short", title="\n".join(told))
