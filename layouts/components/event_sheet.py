"""The drawer for a camera event: the picture with its box, what helps to judge it, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.readouts import EventFile, PlacePast
from layouts.attributes import attributes
from layouts.components.asset_sheet import facts
from layouts.components.authors import NOBODY, Authors
from layouts.components.clear_pictures import clear_link
from layouts.components.gates.held import held_words
from layouts.components.player import player
from layouts.components.queue import event_label, image_address, picture
from layouts.components.triage.verdicts import standing
from layouts.formatting import NONE, clock, full_time, number
from layouts.ids import Drawer
from layouts.markup import drawn
from layouts.texts.gates import Ruling
from layouts.texts.shell import Event
from layouts.texts.triage import Triage
from layouts.viewer import Viewer


def event_sheet(
    viewer: Viewer, file: EventFile, authors: Authors = NOBODY, *, may_see_clear: bool = False
) -> Component:
    """Return the whole drawer; what stands of the verdict follows by its own callback."""
    event = file.event
    has_clear = may_see_clear and event.image_digest is not None
    clear = [clear_link(viewer, image_address(event.image_digest or ""))] if has_clear else []
    told = {"data-event-sheet": str(event.event_key), "data-locate": event.asset_id or ""}
    if file.following is not None and file.following.image_digest is not None:
        told["data-next-picture"] = image_address(file.following.image_digest)
    return html.Div(
        [
            _head(viewer, event),
            html.Section([picture(viewer, event), *clear, facts(_rows(viewer, file))], className="sheet-part"),
            html.Div(id=Drawer.VERDICT, className="sheet-part triage-part", **drawn(standing(viewer, file, authors))),
            *_live(viewer, event),
        ],
        className="event-sheet",
        **attributes(told),
    )


def trust_text(viewer: Viewer, trust: Precision) -> str:
    """Return how far the camera can be trusted: right of reviewed, the share, its interval."""
    if trust.share is None:
        return viewer.say(Triage.TRUST_NONE)
    low, high = trust.interval
    shares = (number(100 * part) for part in (trust.share, low, high))
    return viewer.say(Triage.TRUST_VALUE).format(number(trust.right), number(trust.reviewed), *shares)


def _head(viewer: Viewer, event: EventLine) -> Component:
    sure = f" · {number(event.confidence, 2)}" if event.confidence is not None else ""
    mark = html.I(className="mark", **attributes({"data-state": "camera"}))
    return html.Header(
        [
            html.H2([mark, html.Span(event_label(viewer, event))]),
            html.Div(html.Span(f"EV-{event.event_key}{sure}", className="fig quiet"), className="sheet-line"),
        ],
        className="sheet-head",
    )


def _rows(viewer: Viewer, file: EventFile) -> Sequence[tuple[str, Component | str | None]]:
    event = file.event
    repeats = viewer.say(Event.REPEATS_VALUE).format(event.count, clock(viewer, event.last_us))
    trust = html.Span(trust_text(viewer, file.trust), className="fig", title=viewer.say(Triage.TRUST_HINT))
    return [
        (viewer.say(Ruling.HELD), held_words(viewer, event)),
        (viewer.say(Event.PLACE), event.place),
        (viewer.say(Event.GRID), event.grid_name),
        (viewer.say(Triage.PAST), html.Span(_past(viewer, file.past), className="fig")),
        (viewer.say(Triage.TRUST), trust),
        (viewer.say(Event.TIME), full_time(viewer, event.first_us)),
        (viewer.say(Event.REPEATS), repeats if event.count > 1 else None),
        (viewer.say(Event.CATEGORY), html.Span(_category(event), className="fig")),
        (viewer.say(Event.ZONE), event.zone),
        (viewer.say(Event.CAMERA), html.Span(event.asset_id or event.camera_ref, className="fig")),
    ]


def _past(viewer: Viewer, past: PlacePast) -> str:
    if not past.seen:
        return viewer.say(Triage.PAST_NONE)
    return viewer.say(Triage.PAST_VALUE).format(number(past.seen), number(past.right), number(past.cases))


def _live(viewer: Viewer, event: EventLine) -> list[Component]:
    """The player loads nothing until it is unfolded, so that who goes through a hundred events opens no stream."""
    if event.asset_id is None:
        return []
    shown = player(viewer, event.asset_id, event.place or "")
    return [html.Details([html.Summary(viewer.say(Triage.LIVE)), shown], className="sheet-part event-live")]


def _category(event: EventLine) -> str:
    """The code, and the source's own word where it says something else."""
    return " · ".join(dict.fromkeys((event.category or NONE, event.label)))
