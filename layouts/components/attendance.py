"""Who came: by day, and by quarter and squad, with the same as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.roster.figures import AttendanceReport, AttendanceSum, Period
from dashboard.domain.text import Text
from layouts.components.blanks import empty
from layouts.components.panels import bar
from layouts.formatting import NONE, number, percent
from layouts.texts.duty import Attendance
from layouts.viewer import Viewer

_COUNTS: Final = (Attendance.DUE, Attendance.CAME, Attendance.EXTRA, Attendance.AWAY, Attendance.TURNOUTS)
CHOICES: Final = ((Period.DAY, Attendance.BY_DAY), (Period.QUARTER, Attendance.BY_QUARTER))
"""What the page offers; the API has more."""


class Asked(NamedTuple):
    """What the figures are of: of which days, which squad (code; empty: all), added up by what."""

    first: date
    last: date
    squad: str
    period: Period


def period_choice(viewer: Viewer, squad: str, chosen: Period) -> Component:
    """Return how the figures may be added up, as links."""
    links = []
    for period, label in CHOICES:
        said = {"squad": squad, "by": "" if period is Period.DAY else period.value}
        query = urlencode({name: value for name, value in said.items() if value})
        on = " is-on" if period is chosen else ""
        links.append(dcc.Link(viewer.say(label), href=f"/squad?{query}".rstrip("?"), className=f"seg-item{on}"))
    return html.Div(links, className="seg small")


def attendance_part(viewer: Viewer, asked: Asked, report: AttendanceReport) -> list[Component]:
    """Return the table with the way to take it along."""
    if not report.rows:
        return [empty(viewer, Attendance.NONE, Attendance.NONE_HINT)]
    table = _by_day(viewer, report.rows) if asked.period is Period.DAY else _by_squad(viewer, report)
    return [table, _foot(viewer, asked, report)]


def _foot(viewer: Viewer, asked: Asked, report: AttendanceReport) -> Component:
    said = {"from": asked.first.isoformat(), "to": asked.last.isoformat(), "by": asked.period.value}
    query = urlencode({**said, "squad": asked.squad} if asked.squad else said)
    total = viewer.say(Attendance.TOTAL).format(asked.first, asked.last, number(report.turnouts))
    take = html.A(
        viewer.say(Attendance.CSV), href=f"/api/v1/attendance.csv?{query}", className="btn small", download=""
    )
    return html.Div([html.Span(total, className="quiet fig"), take], className="attendance-foot")


def _by_day(viewer: Viewer, rows: Sequence[AttendanceSum]) -> Component:
    """A row for each day, the newest first, all squads of the question together."""
    days = sorted({row.period for row in rows}, reverse=True)
    lines = [_row([html.Td(day, className="fig")], [row for row in rows if row.period == day]) for day in days]
    return _table(viewer, [Attendance.DAY], lines)


def _by_squad(viewer: Viewer, report: AttendanceReport) -> Component:
    """For each period, the newest first, all squads together, then each by itself."""
    lines = []
    for period in sorted({row.period for row in report.rows}, reverse=True):
        rows = [row for row in report.rows if row.period == period]
        names = [report.squads.get(row.squad, viewer.say(Attendance.NO_SQUAD)) for row in rows]
        if len(rows) > 1:
            head = [html.Td(period, className="fig"), html.Td(viewer.say(Attendance.ALL_SQUADS))]
            lines.append(_row(head, rows, "is-total"))
            period = ""
        lines += [
            _row([html.Td(period, className="fig"), html.Td(name)], [row])
            for name, row in zip(names, rows, strict=True)
        ]
    return _table(viewer, [Attendance.QUARTER, Attendance.SQUAD], lines)


def _table(viewer: Viewer, firsts: Sequence[Text], lines: Sequence[Component]) -> Component:
    head = [html.Th(viewer.say(label)) for label in firsts]
    head += [html.Th(viewer.say(label), className="num") for label in (*_COUNTS, Attendance.RATE)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(list(lines))], className="table attendance")
    return html.Div(table, className="table-frame")


def _row(head: Sequence[Component], rows: Iterable[AttendanceSum], class_name: str = "") -> Component:
    """The figures of these rows together."""
    counts = [
        sum(each) for each in zip(*((r.rostered, r.came, r.extra, r.away, r.turnouts) for r in rows), strict=True)
    ]
    rostered, came = counts[:2]
    share = came / rostered if rostered else 0.0
    rate = html.Td(
        [bar(share), html.Span(f"{percent(came, rostered, 0)} %" if rostered else NONE, className="fig")],
        className="num rate",
    )
    cells = [html.Td(number(count), className="num fig") for count in counts]
    return html.Tr([*head, *cells, rate], className=class_name)
