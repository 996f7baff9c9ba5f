"""Hours with the most cases by category, and places where the same comes again with a patrol before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.squads.hours import HOURS, Heat, HeatRow, Peak
from dashboard.domain.squads.places import RecurrentPlace
from layouts.components.blanks import empty
from layouts.components.roster.address import link_to
from layouts.formatting import number, percent
from layouts.texts.squad import Hot
from layouts.viewer import Viewer

_SHADES: Final = 5
_MINUTES: Final = 60


def hot_head(viewer: Viewer, heat: Heat) -> list[Component]:
    """Return the title, of which days it is, and the sentence about the hours with the most."""
    kind = viewer.say(Hot.WORKED if heat.is_worked else Hot.FREE)
    note = viewer.say(Hot.OF).format(kind, number(heat.days), number(heat.total))
    parts: list[Component] = [html.H2(viewer.say(Hot.TITLE)), html.Span(note, className="quiet")]
    if heat.peak is not None:
        peak = heat.peak
        share = percent(peak.cases, peak.total, 0)
        told = viewer.say(Hot.PEAK).format(peak.from_hour, peak.until_hour, share)
        parts.append(html.B(told, className="squad-right hot-peak"))
    return parts


def hot_hours(viewer: Viewer, heat: Heat) -> list[Component]:
    """Return the rows of 24 hours, shaded by how many, with the count in each and the sum at the end."""
    if not heat.rows:
        return [empty(viewer, Hot.NONE, Hot.NONE_HINT)]
    most = max(count for row in heat.rows for count in row.hours)
    frames = list(_frames(heat.peak))
    rows = [_row(viewer, row, most, [] if place else frames) for place, row in enumerate(heat.rows)]
    ticks = [html.Span(f"{hour:02d}" if hour % 3 == 0 else "") for hour in range(HOURS)]
    scale = html.Div(
        [html.Span(), html.Div(ticks, className="hot-cells fig"), html.Span()], className="hot-row is-scale"
    )
    return [html.Div([*rows, scale], className="hot", style={"--rows": str(len(rows))})]


def _row(viewer: Viewer, row: HeatRow, most: int, frames: list[Component]) -> Component:
    name = row.category if row.category is not None else viewer.say(Hot.OTHERS)
    cells = [_cell(hour, count, most) for hour, count in enumerate(row.hours)]
    return html.Div(
        [
            html.Span(name, className="hot-name", title=name),
            html.Div([*cells, *frames], className="hot-cells fig"),
            html.Span(number(row.total), className="fig num"),
        ],
        className="hot-row",
    )


def _cell(hour: int, count: int, most: int) -> Component:
    shade = 0 if not count else 1 + (count * (_SHADES - 1)) // max(1, most)
    return html.I(number(count) if count else "", className=f"hot-cell is-{shade}", title=f"{hour:02d}:00 · {count}")


def _frames(peak: Peak | None) -> Iterator[Component]:
    """What frames the hours with the most; over midnight there are two parts."""
    if peak is None:
        return
    beyond = max(0, peak.from_hour + peak.hours - HOURS)
    for begin, length in ((peak.from_hour, peak.hours - beyond), (0, beyond)):
        if length:
            place = {"left": f"{100 * begin / HOURS:.2f}%", "width": f"{100 * length / HOURS:.2f}%"}
            yield html.S(className="hot-frame", style=place)


def hot_places(
    viewer: Viewer, places: Sequence[RecurrentPlace], lines: Mapping[str, str], squad: str | None, today: date
) -> list[Component]:
    """Return a row for each recurrent place with the patrol that it suggests; the link opens the day of the roster."""
    title = html.H3(viewer.say(Hot.PLACES))
    if not places:
        return [title, html.P(viewer.say(Hot.NO_PLACES), className="quiet")]
    return [title, *(_place(viewer, place, lines, squad, today) for place in places)]


def _place(
    viewer: Viewer, place: RecurrentPlace, lines: Mapping[str, str], squad: str | None, today: date
) -> Component:
    hours, minutes = divmod(place.patrol_min, _MINUTES)
    named = lines.get(place.line)
    line = viewer.say(Hot.LINE).format(named) if named else viewer.say(Hot.NO_LINE)
    patrol = viewer.say(Hot.PATROL).format(f"{hours:02d}:{minutes:02d}", line)
    times = html.Span(viewer.say(Hot.TIMES).format(number(place.cases)), className="fig")
    what = html.Span([html.B(place.address or place.category_name), html.Small(place.category_name)])
    way = html.A(patrol, href=link_to(squad, today)) if squad else html.Span(patrol, className="quiet")
    return html.Div([what, times, way], className="hot-place")
