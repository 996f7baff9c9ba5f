"""The head of a squad's page: its name, its shift, its grids, and of which time its figures are."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.squads.periods import PERIOD_LABELS, SquadPeriod
from dashboard.domain.squads.readouts import SquadHead
from layouts.formatting import day_and_time, hour_and_minute, local
from layouts.texts.squad import Head
from layouts.viewer import Viewer

_GRIDS_SHOWN: Final = 4


def period_from(told: Any) -> SquadPeriod:
    """Return the time that figures are of; now for whatever is none."""
    return next((each for each in SquadPeriod if each.value == told), SquadPeriod.NOW)


def squad_head(viewer: Viewer, head: SquadHead) -> list[Component]:
    """Return name, shift and grids."""
    if not head.is_known:
        return [html.H1(viewer.say(Head.UNKNOWN)), html.P(viewer.say(Head.UNKNOWN_HINT), className="squad-empty")]
    parts: list[Component] = [html.H1(head.name or viewer.say(Head.EVERY))]
    if head.heir is not None:
        code, heir = head.heir
        link = html.A(viewer.say(Head.MERGED).format(heir), href=f"/squad?squad={code}")
        return [*parts, html.P(link, className="squad-empty")]
    if head.from_us is not None and head.until_us is not None:
        begin = hour_and_minute(viewer, head.from_us)
        told = viewer.say(Head.SHIFT if head.is_on else Head.NEXT)
        shift = told.format(head.shift, begin, hour_and_minute(viewer, head.until_us))
        parts.append(html.Span(shift, className="squad-shift"))
    parts += [html.Span(name, className="squad-grid-name") for name in head.grids[:_GRIDS_SHOWN]]
    if len(head.grids) > _GRIDS_SHOWN:
        parts.append(html.Span(viewer.say(Head.GRIDS).format(len(head.grids)), className="quiet"))
    if head.name and not head.people:
        parts.append(html.P(viewer.say(Head.EMPTY), className="squad-empty"))
    return parts


def off_shift(viewer: Viewer, head: SquadHead) -> list[Component]:
    """Return what stands over the map of a squad that has no shift now: from when on positions return."""
    if not head.name or head.is_on or head.heir is not None:
        return []
    if head.from_us is None:
        return [html.P(viewer.say(Head.OFF_LONG))]
    is_today = local(viewer, head.from_us).date() == local(viewer, head.now_us).date()
    moment = hour_and_minute(viewer, head.from_us) if is_today else day_and_time(viewer, head.from_us)
    return [html.P(viewer.say(Head.OFF).format(moment))]


def squad_periods(viewer: Viewer, told: dict[str, str], chosen: SquadPeriod) -> Component:
    """Return the choice of the time that figures are of; `told` is what else stands in the address."""
    links = []
    for period, label in PERIOD_LABELS.items():
        said = {**told, "period": "" if period is SquadPeriod.NOW else period.value}
        query = urlencode({name: value for name, value in said.items() if value})
        on = " is-on" if period is chosen else ""
        links.append(dcc.Link(viewer.say(label), href=f"/squad?{query}".rstrip("?"), className=f"seg-item{on}"))
    return html.Div(links, className="seg", title=viewer.say(Head.CHOSEN))
