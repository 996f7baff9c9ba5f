"""我的账号: who one is, what one may, and where one is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.accounts import Session
from dashboard.domain.people.readouts import KeptPhoto
from dashboard.domain.rights import PERMISSION_LABELS, REACH_LABELS, ROLE_LABELS, Actor
from layouts.components.accounts import session_lines
from layouts.components.blanks import skeleton
from layouts.components.people.portrait import photo_upload, portrait
from layouts.formatting import NONE, day_and_time
from layouts.ids import Mine
from layouts.texts.people import People
from layouts.texts.sign_in import Me
from layouts.viewer import Viewer

OTHERS = "others"


def profile(viewer: Viewer, actor: Actor) -> list[Component]:
    """Return name, role and squad, then every right with how far it reaches."""
    facts = ((Me.ROLE, viewer.say(ROLE_LABELS[actor.role])), (Me.SQUAD, actor.squad or NONE))
    rights = [
        html.Li([html.Span(viewer.say(label)), html.Small(viewer.say(REACH_LABELS[actor.rights[right]]))])
        for right, label in PERMISSION_LABELS.items()
        if right in actor.rights
    ]
    return [
        html.H2(actor.name),
        html.Dl([part for label, fact in facts for part in (html.Dt(viewer.say(label)), html.Dd(fact))]),
        html.A(viewer.say(Me.PASSWORD), href="/password", className="btn"),
        html.P(viewer.say(Me.LOOKS_HINT), className="quiet"),
        html.H3(viewer.say(Me.RIGHTS)),
        html.Ul(rights, className="my-rights"),
    ]


def own_photo(viewer: Viewer, actor: Actor, photo: KeptPhoto | None) -> Component:
    """Return one's own photo; for an account that belongs to nobody, why there is none."""
    if actor.person is None:
        return html.P(viewer.say(People.PHOTO_UNLINKED), className="quiet no-photo")
    return portrait(viewer, photo, viewer.say(Me.PAGE), People.PHOTO_NONE)


def own_photo_card(viewer: Viewer) -> list[Component]:
    """Return the place of one's own photo, and what keeps or removes it."""
    return [
        html.H2(viewer.say(People.PHOTO)),
        html.Div(
            [
                html.Div(skeleton(2), id=Mine.PHOTO),
                html.Div(
                    [
                        photo_upload(
                            viewer, Mine.PHOTO_FILE, Mine.PHOTO_SAID, html.Span(viewer.say(People.PHOTO_FILE))
                        ),
                        html.Button(viewer.say(People.PHOTO_REMOVE), id=Mine.PHOTO_REMOVE, className="btn"),
                    ],
                    className="my-photo-deeds",
                ),
            ],
            className="my-photo",
        ),
        html.P(viewer.say(People.PHOTO_HINT), className="quiet"),
        html.Div(id=Mine.PHOTO_SAID),
    ]


def own_sessions(viewer: Viewer, sessions: Sequence[Session], present: int | None) -> list[Component]:
    """Return where one is signed in, and the choice of what to end."""
    others = [each for each in sessions if each.session_key != present]
    options = [
        {"label": f"{each.address} · {day_and_time(viewer, each.seen_us)}", "value": each.session_key}
        for each in others
    ]
    everything = {"label": viewer.say(Me.OTHERS), "value": OTHERS}
    choice = dcc.Dropdown(
        [everything, *options] if others else [],
        id=Mine.SESSION,
        placeholder=viewer.say(Me.CHOOSE),
        disabled=not others,
        className="right-choice",
    )
    end = html.Button(viewer.say(Me.END), id=Mine.END, className="btn", disabled=not others)
    return [
        html.H2(viewer.say(Me.SESSIONS)),
        html.P(f"{viewer.say(Me.DEVICE)} · {viewer.say(Me.SESSIONS_HINT)}", className="quiet"),
        *session_lines(viewer, sessions, present),
        html.Div([choice, end], className="admin-deeds"),
    ]
