"""审计: the record of who did what, searched and unfolded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.audit import Entry, Link, name_now
from dashboard.domain.text import Text
from layouts.components.blanks import empty, skeleton
from layouts.components.fields import labelled
from layouts.formatting import full_time, number
from layouts.ids import Admin
from layouts.markup import drawn
from layouts.texts.admin import Audit
from layouts.viewer import Viewer

_DIGEST_SHOWN = 12


def audit_tab(viewer: Viewer) -> list[Component]:
    """Return the tab before any data came."""
    export = html.A(viewer.say(Audit.EXPORT), id=Admin.AUDIT_EXPORT, className="btn", download="audit.csv")
    pager = [
        html.Button(viewer.say(label), id=button, className="btn small")
        for label, button in ((Audit.NEWEST, Admin.AUDIT_NEWEST), (Audit.OLDER, Admin.AUDIT_OLDER))
    ]
    return [
        dcc.Store(id=Admin.AUDIT_CURSOR),
        dcc.Store(id=Admin.AUDIT_NEXT),
        html.Div([*_filters(viewer), export], className="admin-bar"),
        html.P(id=Admin.AUDIT_HEAD, className="quiet intro"),
        html.Div(
            [html.Div(id=Admin.AUDIT, **drawn(skeleton(12))), html.Div(pager, className="pager")], className="card"
        ),
    ]


def _filters(viewer: Viewer) -> list[Component]:
    action = dcc.Dropdown(id=Admin.AUDIT_ACTION, placeholder=viewer.say(Audit.ACTION), className="audit-action")
    return [
        _field(viewer, Audit.TEXT, Admin.AUDIT_TEXT, "search"),
        _field(viewer, Audit.ACTOR, Admin.AUDIT_ACTOR, "search"),
        action,
        labelled(viewer.say(Audit.FROM), _field(viewer, Audit.FROM, Admin.AUDIT_FROM, "text")),
        labelled(viewer.say(Audit.UNTIL), _field(viewer, Audit.UNTIL, Admin.AUDIT_UNTIL, "text")),
    ]


def _field(viewer: Viewer, label: Text, field: Admin, kind: Any) -> Component:
    hint = "2026-11-26" if field in (Admin.AUDIT_FROM, Admin.AUDIT_UNTIL) else viewer.say(label)
    return dcc.Input(id=field, type=kind, debounce=0.4, placeholder=hint, autoComplete="off", className="field")


def audit_head(viewer: Viewer, head: Link) -> str:
    """Return how many entries there are, and where the chain stands."""
    return viewer.say(Audit.HEAD).format(number(head.number), head.digest[:_DIGEST_SHOWN])


def audit_table(viewer: Viewer, entries: Sequence[Entry]) -> list[Component]:
    """Return a line for each entry, which unfolds to what was before and after."""
    if not entries:
        return [empty(viewer, Audit.NONE, Audit.NONE_HINT)]
    return [_line(viewer, entry) for entry in entries]


def _line(viewer: Viewer, entry: Entry) -> Component:
    deed = entry.deed
    means = Audit.MEANS_OF.get(deed.means)
    by = " · ".join(part for part in (viewer.say(means) if means else deed.means, deed.address) if part)
    head = html.Summary(
        [
            html.Span(f"#{entry.number}", className="fig quiet"),
            html.Span(full_time(viewer, deed.at_us), className="fig"),
            html.B(deed.actor),
            html.Span(action_words(viewer, deed.action), className="tag", title=deed.action),
            html.Span(deed.subject, className="clip"),
            html.Span(by, className="quiet clip"),
        ]
    )
    return html.Details([head, html.Div(_detail(viewer, entry), className="admin-detail")], className="admin-line")


def action_words(viewer: Viewer, action: str) -> str:
    """Return what an action is called; one that this version does not know by its key."""
    label = Audit.ACTIONS.get(name_now(action))
    return viewer.say(label) if label else action


def _detail(viewer: Viewer, entry: Entry) -> list[Component]:
    detail: Mapping[str, Any] = json.loads(entry.deed.detail)
    rest = {key: value for key, value in detail.items() if key not in ("before", "after")}
    parts = [
        html.Div([html.B(viewer.say(label)), html.Pre(_written(detail[key]))])
        for key, label in (("before", Audit.BEFORE), ("after", Audit.AFTER))
        if key in detail
    ]
    if rest:
        parts.append(html.Div(html.Pre(_written(rest))))
    return [*parts, html.P(entry.digest, className="fig quiet")]


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
