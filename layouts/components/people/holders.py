"""Who answers for an area, in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.domain.people.posts import role_label
from dashboard.domain.people.readouts import AreaHolder, present_name
from layouts.attributes import attributes
from layouts.texts.people import People
from layouts.viewer import Viewer


def holder_text(viewer: Viewer, holder: AreaHolder, reveal: bool = False) -> str:
    """Return the role with the name, masked unless revealed; the title of the import while nobody is named."""
    if holder.title is not None:
        return holder.title
    name = viewer.say(People.VACANT) if holder.name is None else present_name(holder.name, reveal)
    return f"{viewer.say(role_label(holder.role))} {name}"


def holders_text(viewer: Viewer, holders: Iterable[AreaHolder]) -> str:
    """Return all of them, each once."""
    return "、".join(dict.fromkeys(holder_text(viewer, holder) for holder in holders))


def holder_chip(viewer: Viewer, holder: AreaHolder, reveal: bool) -> Component:
    """Return the role and the name as what opens the person; a role that nobody has is told as vacant."""
    role = html.Small(viewer.say(role_label(holder.role)))
    if holder.title is not None:
        return html.Span(holder.title, className="holder is-vacant")
    if holder.name is None or holder.number is None:
        return html.Span([role, viewer.say(People.VACANT)], className="holder is-vacant")
    opens = attributes({"data-select-person": holder.number, "title": holder.number})
    return html.Button([role, present_name(holder.name, reveal)], className="holder", **opens)
