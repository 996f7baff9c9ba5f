"""Links for the department that has a case: those that there are, and the button for another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.answering.links import MOST_DAYS, STANDING_LABELS, USUAL_DAYS, LinkLine, LinkStanding
from layouts.attributes import attributes
from layouts.case_ids import AnswerLinks
from layouts.components.authors import Authors, author_name
from layouts.formatting import day_and_time
from layouts.texts.answer import AnswerLinkWords as Words
from layouts.viewer import Viewer

_TONES: Final = {LinkStanding.OPEN: "normal", LinkStanding.ANSWERED: "normal"}


def link_section() -> list[Component]:
    """Return the place of the links before they are known."""
    return [dcc.Store(id=AnswerLinks.CHANGED), html.Div(id=AnswerLinks.SAID), html.Div(id=AnswerLinks.VIEW)]


def link_view(viewer: Viewer, lines: Sequence[LinkLine], authors: Authors) -> list[Component]:
    """Return the links, the newest first, with what makes another and takes one back."""
    rows = [_row(viewer, line, authors) for line in lines]
    ours = [line.link for line in lines if line.standing is LinkStanding.OPEN]
    choices = [{"label": f"#{each.link_key}", "value": each.link_key} for each in ours]
    first = ours[0].link_key if ours else None
    days = dcc.Input(id=AnswerLinks.DAYS, type="number", value=USUAL_DAYS, min=1, max=MOST_DAYS, className="field")
    make = html.Button(viewer.say(Words.MAKE), id=AnswerLinks.MAKE, className="btn")
    revoke = [
        dcc.Dropdown(choices, first, id=AnswerLinks.CHOSEN, clearable=False),
        html.Button(viewer.say(Words.REVOKE), id=AnswerLinks.REVOKE, className="btn"),
    ]
    return [
        html.H3(viewer.say(Words.TITLE)),
        html.P(viewer.say(Words.HINT), className="quiet"),
        html.Div(rows, className="link-rows"),
        html.Div(
            [html.Label([html.Span(viewer.say(Words.DAYS)), days], className="link-days"), make], className="link-make"
        ),
        html.Div(revoke, className="link-make", hidden=not ours),
    ]


def _row(viewer: Viewer, line: LinkLine, authors: Authors) -> Component:
    link = line.link
    tone = _TONES.get(line.standing, "offline")
    at_us = link.answered_us or link.revoked_us
    until = viewer.say(Words.UNTIL).format(day_and_time(viewer, link.expires_us))
    when = day_and_time(viewer, at_us) if at_us else until
    return html.Div(
        [
            html.Span(f"#{link.link_key}", className="fig"),
            html.Span(viewer.say(STANDING_LABELS[line.standing]), className="tag", **attributes({"data-state": tone})),
            html.Span(when, className="fig quiet"),
            html.Span(viewer.say(Words.BY).format(author_name(viewer, authors, link.created_by)), className="quiet"),
        ],
        className="link-row",
    )


def made_link(viewer: Viewer, address: str) -> Component:
    """Return the new link, which is shown this once."""
    return html.Div([html.B(viewer.say(Words.MADE)), html.Code(address)], className="link-made", role="status")
