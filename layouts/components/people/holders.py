"""Who answers for an area, in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.domain.people.posts import role_label
from dashboard.domain.people.readouts import AreaHolder, present_name
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
