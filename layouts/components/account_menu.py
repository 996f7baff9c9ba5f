"""Who is signed in, in the top bar, with the way out."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import ROLE_LABELS, Actor
from layouts.attributes import attributes
from layouts.texts.sign_in import Me
from layouts.viewer import Viewer


def account_menu(viewer: Viewer, actor: Actor) -> Component:
    """The account's name, which opens its menu; the way out is a form, sent with the token of the session's forms."""
    initial = html.Span(actor.name[:1].upper(), className="account-initial", **attributes({"aria-hidden": "true"}))
    name = [initial, html.B(actor.name), html.Small(viewer.say(ROLE_LABELS[actor.role]))]
    leave = html.Form(
        html.Button(viewer.say(Me.LEAVE), type="submit", className="account-item"),
        action="/logout",
        method="post",
        **attributes({"data-leave": ""}),
    )
    own = dcc.Link(viewer.say(Me.PAGE), href="/me", className="account-item")
    password = html.A(viewer.say(Me.PASSWORD), href="/password", className="account-item")
    return html.Details(
        [
            html.Summary(name, title=viewer.say(Me.MENU), className="account-name"),
            html.Div([own, password, leave], className="account-menu"),
        ],
        className="account",
    )
