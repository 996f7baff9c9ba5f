"""Rows of the wall's lists. A list shows as many whole rows as its room has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from dash import html
from dash.development.base_component import Component

from dashboard.domain.data_quality import QuarantineGroup
from dashboard.domain.event_lines import EventLine
from dashboard.domain.quarantine_reasons import quarantine_reason
from dashboard.domain.readouts import AlarmLine, StreetParking
from dashboard.domain.severity import AssetState
from dashboard.domain.wall_facts import Battery, GridCount, SilentAsset
from layouts.attributes import attributes
from layouts.components.alarms.amounts import now_amount
from layouts.components.marks import live_mark, state_mark
from layouts.components.panels import bar, park_state
from layouts.components.queue import event_label, rule_label, thumbnail
from layouts.formatting import clock, day_and_time, number, since
from layouts.scene import Height
from layouts.texts.shell import Queue
from layouts.texts.wall import Panels
from layouts.viewer import Viewer

Item = TypeVar("Item")

ONE_LINE_REM: Final = 1.95
TWO_LINES_REM: Final = 3.25
PICTURE_REM: Final = 4.5
_STRETCH: Final = 1.5
_LOW_PERCENT: Final = 20
_ALMOST_EMPTY_PERCENT: Final = 10


def listed(items: Sequence[Item], draw: Callable[[Item], Component], room_rem: float, row_rem: float) -> Component:
    """The first items as rows of at least `row_rem`; with few items the rows are a little higher."""
    count = min(len(items), whole_rows(room_rem, row_rem))
    height = min(room_rem / count, row_rem * _STRETCH) if count else row_rem
    return html.Div(
        [draw(item) for item in items[:count]], className="wall-rows", style={"gridAutoRows": f"{height:.3f}rem"}
    )


def whole_rows(room_rem: float, row_rem: float) -> int:
    """How many rows have room without being cut."""
    return max(0, int(room_rem / row_rem + 1e-6))


def list_height(count: int, row_rem: float, *, least: int = 3, most: int = 12, grow: float = 1.0) -> Height | None:
    """The height of a list of `count` rows; None without any."""
    if not count:
        return None
    return Height(row_rem * min(least, count), row_rem * min(most, count), grow)


def alarm_line(viewer: Viewer, alarm: AlarmLine) -> Component:
    """What, where, how much, since when."""
    place = f"{alarm.asset_name} · {alarm.grid_name}" if alarm.grid_name else alarm.asset_name
    value = html.Span(
        now_amount(viewer, alarm), className="fig wall-value", **attributes({"data-state": alarm.severity.value})
    )
    return html.Div(
        [
            state_mark(alarm.severity),
            html.Div([html.B(rule_label(viewer, alarm)), html.Span(place)], className="wall-two"),
            html.Div(
                [value, html.Span(clock(viewer, alarm.raised_us), className="fig quiet")], className="wall-two num"
            ),
        ],
        className="wall-alarm-row",
        **attributes({"data-alarm": str(alarm.alarm_key)}),
    )


def event_line(viewer: Viewer, event: EventLine) -> Component:
    """Picture with its box, what, where, when, how sure, how often."""
    sure = f" · {number(event.confidence, 2)}" if event.confidence is not None else ""
    grid = [html.Span(event.grid_name, className="tag")] if event.grid_name else []
    return html.Div(
        [
            thumbnail(event),
            html.Div(
                [
                    html.B(event_label(viewer, event)),
                    html.Span(event.place or event.camera_ref),
                    html.Span(f"{clock(viewer, event.last_us)}{sure}{_times(viewer, event)}", className="fig quiet"),
                ],
                className="wall-two",
            ),
            *grid,
        ],
        className="wall-event-row",
        **attributes({"data-event": str(event.event_key)}),
    )


def picture_card(viewer: Viewer, event: EventLine) -> Component:
    """A picture with its box and one line below."""
    return html.Figure(
        [
            thumbnail(event),
            html.Figcaption(
                [html.B(event_label(viewer, event)), html.Span(clock(viewer, event.last_us), className="fig")]
            ),
        ],
        className="wall-card",
        **attributes({"data-event": str(event.event_key)}),
    )


def _times(viewer: Viewer, event: EventLine) -> str:
    return f" · {viewer.say(Queue.TIMES).format(event.count)}" if event.count > 1 else ""


def grid_line(place: int, grid: GridCount, most: int) -> Component:
    """Rank, name, bar of alarms and events, both figures."""
    state = "critical" if grid.critical else "major" if grid.alarms else "plain"
    return html.Div(
        [
            html.Span(str(place), className="fig wall-rank"),
            html.Span(grid.name),
            bar((grid.alarms + grid.events) / most if most else 0.0, state),
            html.Span(number(grid.alarms), className="fig num wall-value", **attributes({"data-state": state})),
            html.Span(number(grid.events), className="fig num quiet"),
        ],
        className="wall-grid-row",
    )


def silent_line(viewer: Viewer, asset: SilentAsset) -> Component:
    """Hollow mark, number and name, how long silent."""
    ago = html.Span(viewer.say(Panels.NEVER)) if asset.last_seen_us is None else since(asset.last_seen_us)
    return html.Div(
        [
            live_mark(asset.asset_id, AssetState.OFFLINE),
            html.Span(asset.asset_id, className="fig"),
            html.Span(asset.name),
            html.Span(ago, className="fig num quiet"),
        ],
        className="wall-silent-row",
    )


def battery_line(battery: Battery) -> Component:
    """Mark, number, name, bar, per cent."""
    low = battery.percent < _LOW_PERCENT
    state = "major" if battery.percent < _ALMOST_EMPTY_PERCENT else "minor" if low else "normal"
    return html.Div(
        [
            state_mark(AssetState(state)),
            html.Span(battery.asset_id, className="fig"),
            html.Span(battery.name),
            bar(battery.percent / 100, state),
            html.Span(f"{number(battery.percent)}%", className="fig num"),
        ],
        className="wall-battery-row",
    )


def street_line(street: StreetParking) -> Component:
    """Street, bar, occupied of all, arrivals today."""
    share = street.occupied / street.bays if street.bays else 0.0
    return html.Div(
        [
            html.Span(street.street),
            bar(share, park_state(share)),
            html.Span([number(street.occupied), html.Small(f"/{number(street.bays)}")], className="fig num"),
            html.Span(number(street.arrivals), className="fig num quiet"),
        ],
        className="wall-street-row",
    )


def quarantine_line(viewer: Viewer, line: QuarantineGroup) -> Component:
    """Why, from where, how often, when last."""
    reason = quarantine_reason(line.reason).what
    return html.Div(
        [
            html.Div([html.B(viewer.say(reason)), html.Span(line.topic, className="fig clip")], className="wall-two"),
            html.Div(
                [
                    html.Span(f"×{number(line.times)}", className="fig wall-value"),
                    html.Span(day_and_time(viewer, line.last_us), className="fig quiet"),
                ],
                className="wall-two num",
            ),
        ],
        className="wall-quarantine-row",
    )


def severity_counts(alarms: Sequence[AlarmLine]) -> list[Component]:
    """How many of each severity, worst first, with its mark."""
    counts: dict[AssetState, int] = {AssetState.CRITICAL: 0, AssetState.MAJOR: 0, AssetState.MINOR: 0}
    for alarm in alarms:
        counts[AssetState(alarm.severity.value)] += 1
    return [
        html.Span(
            [state_mark(state), number(count)], className="fig wall-count", **attributes({"data-state": state.value})
        )
        for state, count in counts.items()
    ]
