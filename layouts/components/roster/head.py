"""The head of the roster: squads, weeks, and what the week comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.records import Squad
from dashboard.domain.roster.readouts import RosterWeek
from layouts.attributes import attributes
from layouts.components.roster.address import link_to
from layouts.formatting import figure, number
from layouts.texts.roster import Roster
from layouts.viewer import Viewer


def roster_nav(viewer: Viewer, squads: Sequence[Squad], chosen: str, monday: date, today: date) -> list[Component]:
    """Return the squads within reach and the ways to other weeks."""
    tabs = [
        dcc.Link(
            squad.name,
            href=link_to(squad.code, monday),
            className="seg-item is-on" if squad.code == chosen else "seg-item",
        )
        for squad in squads
    ]
    week, sunday = timedelta(7), monday + timedelta(6)
    shown = viewer.say(Roster.WEEK).format(f"{monday:%m-%d}", f"{sunday:%m-%d}", monday.isocalendar().week)
    is_present = monday <= today <= sunday
    weeks = [
        _turn(viewer.say(Roster.BEFORE), "‹", link_to(chosen, monday - week)),
        html.Span(shown, className="fig roster-week-name"),
        _turn(viewer.say(Roster.AFTER), "›", link_to(chosen, monday + week)),
        dcc.Link(
            viewer.say(Roster.THIS_WEEK),
            href=link_to(chosen, None),
            className="btn small is-on" if is_present else "btn small",
        ),
    ]
    label = attributes({"aria-label": viewer.say(Roster.SQUADS)})
    return [
        html.Div(html.Nav(tabs, className="seg", **label), className="seg-scroll"),
        html.Div(weeks, className="roster-weeks"),
    ]


def roster_figures(viewer: Viewer, week: RosterWeek) -> list[Component]:
    """Return what the week comes to: people, shifts, gaps with their minutes, conflicts."""
    cells = [cell for line in week.lines for cell in line.cells]
    gaps = [gap for strip in week.strips for gap in strip.gaps]
    away = {line.person.number for line in week.lines if any(cell.is_away for cell in line.cells)}
    shown = [
        _figure(viewer.say(Roster.PEOPLE), number(len(week.lines))),
        _figure(viewer.say(Roster.ENTRIES), number(sum(len(cell.entries) for cell in cells))),
        _figure(viewer.say(Roster.AWAY_COUNT), number(len(away))),
    ]
    if not week.strips:
        return shown
    minutes = sum(gap.minutes * gap.missing for gap in gaps)
    return [
        *shown,
        _figure(viewer.say(Roster.GAPS), number(len(gaps)), state="major" if gaps else ""),
        _figure(viewer.say(Roster.MISSING), number(minutes / 60, 1), "h", state="major" if minutes else ""),
        _figure(viewer.say(Roster.CONFLICTS), number(len(week.findings)), state="critical" if week.findings else ""),
    ]


def _figure(label: str, text: str, unit: str = "", *, state: str = "") -> Component:
    return html.Div(
        [html.Span(label), figure(text, unit)], className="roster-figure", **attributes({"data-state": state})
    )


def _turn(label: str, sign: str, href: str) -> Component:
    return dcc.Link(sign, href=href, className="btn small", title=label)
