"""The form by which one squad takes another one over: it says before what goes there."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.readouts import SquadLine
from dashboard.domain.squads.merging import Handover
from layouts.components.blanks import said
from layouts.components.fields import labelled
from layouts.formatting import number
from layouts.ids import Admin
from layouts.texts.people import Squads
from layouts.viewer import Viewer


def merge_form(viewer: Viewer) -> Component:
    """Return the form, folded; its squads are filled in when they are known."""
    fields = [
        labelled(viewer.say(label), dcc.Dropdown([], id=name, placeholder=viewer.say(Squads.CHOOSE)))
        for name, label in ((Admin.MERGE_FROM, Squads.MERGE_FROM), (Admin.MERGE_INTO, Squads.MERGE_INTO))
    ]
    deed = html.Button(viewer.say(Squads.MERGE_DO), id=Admin.MERGE_DO, className="btn primary", disabled=True)
    body = [
        html.P(viewer.say(Squads.MERGE_HINT), className="quiet"),
        html.Div(fields, className="person-fields"),
        html.Div(id=Admin.MERGE_OUTLOOK),
        html.Div([deed, html.Div(id=Admin.MERGE_SAID)], className="admin-bar"),
    ]
    return html.Details([html.Summary(viewer.say(Squads.MERGE)), *body], className="card person-form")


def merge_choices(squads: Sequence[SquadLine]) -> list[dict[str, str]]:
    """Return the squads that stand as choices."""
    standing = [line.squad for line in squads if line.squad.merged_into is None]
    return [{"label": f"{each.name} {each.code}", "value": each.code} for each in standing]


def merge_outlook(viewer: Viewer, handover: Handover) -> Component:
    """Return what would go to the other squad."""
    counts = [number(each) for each in handover]
    return html.P(viewer.say(Squads.MERGE_OUTLOOK).format(*counts), className="merge-outlook")


def merge_done(viewer: Viewer, handover: Handover) -> Component:
    """Return what was done."""
    return said(viewer, Squads.MERGE_SAID, number(handover.cases))
