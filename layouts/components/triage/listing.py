"""The desk's list of events that wait: a line for each category in a district, which unfolds to its events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_events import category_label
from dashboard.domain.durations import DAY_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.readouts import EventQueue, GroupKey, Order, QueuePart, Waiting
from layouts.attributes import attributes
from layouts.components.authors import NOBODY, Authors, author_name
from layouts.components.blanks import empty
from layouts.components.queue import event_row
from layouts.formatting import clock, day_and_time, figure, number, since
from layouts.texts.gates import HELD_LABELS
from layouts.texts.shell import Queue
from layouts.texts.triage import Triage
from layouts.viewer import Viewer

STEP_ROWS: Final = 50
"""How many more rows of a line are listed at a click."""
_MARK: Final = {"data-state": "camera", "aria-hidden": "true"}


def triage_list(
    viewer: Viewer,
    queue: EventQueue,
    now_us: int,
    *,
    today: int | None = None,
    order: Order = Order.NEWEST,
    authors: Authors = NOBODY,
) -> list[Component]:
    """Return how the queue stands, its lines, and what has none; or what would appear here.

    `today` is how many were seen today; None where only some grids are looked at.
    """
    waiting = queue.waiting
    looks, foot = _looks(viewer, waiting), _foot(viewer, queue, today)
    if not waiting.total:
        nothing = (Triage.NOTHING_WAITS, Triage.NOTHING_WAITS_HINT)
        return [empty(viewer, *((Queue.NO_MINE, Queue.NO_MINE_HINT) if today is None else nothing)), *looks, *foot]
    lines = [_line(viewer, part, now_us, authors) for part in queue.parts]
    return [_standing(viewer, waiting, now_us, order), *looks, *lines, *foot]


def group_label(viewer: Viewer, key: GroupKey) -> str:
    """Return the category in words, or the source's own word when it was not classified."""
    return viewer.say(category_label(key.category)) if key.category else key.label


def group_name(key: GroupKey) -> str:
    """Return what the browser calls the line; the same as long as it goes on."""
    return json.dumps(key, ensure_ascii=False)


def group_named(name: str) -> GroupKey | None:
    """Return the line of such a name; None for anything else."""
    try:
        told = json.loads(name)
    except ValueError:
        return None
    is_one = isinstance(told, list) and len(told) == len(GroupKey._fields) and isinstance(told[1], str)
    return GroupKey(*told) if is_one and all(each is None or isinstance(each, str) for each in told) else None


def _standing(viewer: Viewer, waiting: Waiting, now_us: int, order: Order) -> Component:
    oldest_us = waiting.oldest_us or now_us
    when = clock(viewer, oldest_us) if now_us - oldest_us < DAY_US else day_and_time(viewer, oldest_us)
    parts: list[Component] = [html.Span(viewer.say(Triage.STANDING).format(number(waiting.total), when))]
    if waiting.ageing:
        parts.append(html.B(viewer.say(Triage.AGEING).format(number(waiting.ageing)), className="triage-ageing"))
    other = Order.NEWEST if order is Order.OLDEST else Order.OLDEST
    label = Triage.NEWEST_FIRST if order is Order.OLDEST else Triage.OLDEST_FIRST
    turn = html.Button(f"{viewer.say(label)} →", className="link", **attributes({"data-triage-order": other.value}))
    return html.Div([*parts, turn], className="triage-standing fig")


def _looks(viewer: Viewer, waiting: Waiting) -> list[Component]:
    if not waiting.looks:
        return []
    label = f"{viewer.say(Triage.LOOKS).format(number(waiting.looks))} →"
    return [html.Button(label, className="triage-looks link", **attributes({"data-triage-next": ""}))]


def _line(viewer: Viewer, part: QueuePart, now_us: int, authors: Authors) -> Component:
    rows = [triage_row(viewer, event, now_us, authors) for event in part.events]
    if part.group.total == 1 and rows:
        return rows[0]
    left = part.group.total - len(rows)
    return html.Div(
        [_head(viewer, part), html.Div([*rows, *_more(viewer, part, left)], className="q-rows")],
        className="q-story",
        **attributes({"data-group": f"ev:{group_name(part.group.key)}"}),
    )


def triage_row(viewer: Viewer, event: EventLine, now_us: int, authors: Authors = NOBODY) -> Component:
    """Return one event; who looks at it now is told."""
    holder = event.holder if event.holder_until_us is not None and event.holder_until_us > now_us else None
    told = viewer.say(Triage.HELD_BY).format(author_name(viewer, authors, holder)) if holder is not None else ""
    return event_row(viewer, event, held_by=told)


def _head(viewer: Viewer, part: QueuePart) -> Component:
    group, newest = part.group, part.events[0] if part.events else None
    where = f"{group.district_name} · " if group.district_name else ""
    place = (newest.place or newest.camera_ref) if newest is not None else ""
    what = html.Span(
        [html.B(f"{where}{group_label(viewer, group.key)}"), html.Span(place, className="q-place")], className="q-what"
    )
    count = figure(number(group.total), viewer.say(Triage.PIECES), class_name="q-count")
    opener = html.Button(
        [html.I(className="mark", **attributes(_MARK)), what, html.Span(count, className="q-when")],
        className="q-open",
        **attributes({"data-unfold": "", "aria-expanded": "false"}),
    )
    step = [_start(viewer, newest)] if newest is not None else []
    news = html.Span(since(group.newest_us), className="fig q-news")
    return html.Div([opener, html.Div([*step, news], className="q-step")], className="q q-head")


def _start(viewer: Viewer, event: EventLine) -> Component:
    told = {"data-select-event": str(event.event_key), "data-locate": event.asset_id or ""}
    label = viewer.say(Triage.START).format(event.place or event.camera_ref)
    return html.Button(f"{label} →", className="link", **attributes(told))


def _more(viewer: Viewer, part: QueuePart, left: int) -> list[Component]:
    if left <= 0:
        return []
    told = {"data-triage-more": group_name(part.group.key), "data-triage-rows": str(len(part.events) + STEP_ROWS)}
    label = viewer.say(Triage.MORE_ROWS).format(number(min(left, STEP_ROWS)))
    return [html.Button(f"{label} ({number(left)})", className="triage-more link", **attributes(told))]


def _foot(viewer: Viewer, queue: EventQueue, today: int | None) -> list[Component]:
    held = queue.waiting.held
    notes = [
        viewer.say(Triage.MORE_GROUPS).format(number(queue.left_out)) if queue.left_out else "",
        viewer.say(Triage.HELD).format(number(queue.waiting.held_count), _gates(viewer, queue.waiting)) if held else "",
        viewer.say(Triage.LOOKED).format(*map(number, queue.waiting.looked)) if queue.waiting.looked.taken else "",
        viewer.say(Triage.TODAY).format(number(today)) if today else "",
    ]
    return [html.P(note, className="q-note") for note in notes if note]


def _gates(viewer: Viewer, waiting: Waiting) -> str:
    counts: Sequence[tuple[str, int]] = [
        ("" if gate is None else viewer.say(HELD_LABELS[gate]), count) for gate, count in waiting.held.items()
    ]
    return " · ".join(f"{label} {number(count)}".strip() for label, count in counts)
