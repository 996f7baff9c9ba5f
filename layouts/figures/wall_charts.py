"""The wall's charts: the template of all charts at the size of the wall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.domain.camera_events import category_label
from dashboard.domain.wall_facts import BATTERY_STEPS, CategoryCount, RainSlice
from layouts.formatting import local
from layouts.theme import PALETTES, fade, template
from layouts.viewer import Viewer

TEXT_REM: Final = 1.0
_LOW_BATTERY: Final = 20


def hour_chart(
    viewer: Viewer, rem_px: float, today: Sequence[int], hour_now: int, yesterday: Sequence[int] | None = None
) -> go.Figure:
    """Counts by hour of the day as bars, the running hour bright; yesterday as a quiet line where it is known."""
    palette = PALETTES[viewer.theme]
    figure = _figure(viewer, rem_px)
    colours = [palette.accent if hour == hour_now else fade(palette.accent, 0.5) for hour in range(24)]
    figure.add_bar(x=list(range(24)), y=list(today[: hour_now + 1]), marker={"color": colours}, hoverinfo="skip")
    if yesterday is not None:
        line = {"color": palette.text_3, "width": rem_px * 0.1, "dash": "dot", "shape": "spline"}
        began = next((hour for hour, count in enumerate(yesterday) if count), 0)
        figure.add_scatter(x=list(range(began, 24)), y=yesterday[began:], mode="lines", line=line, hoverinfo="skip")
    figure.update_xaxes(
        tickvals=list(range(0, 24, 4)), ticktext=[f"{h:02d}" for h in range(0, 24, 4)], range=[-0.6, 23.6]
    )
    figure.update_yaxes(rangemode="tozero", nticks=4, range=_reach([*today, *(yesterday or ())]))
    return figure


def category_chart(viewer: Viewer, rem_px: float, counts: Sequence[CategoryCount]) -> go.Figure:
    """Camera events by category as horizontal bars, the most on top, each with its figure."""
    palette = PALETTES[viewer.theme]
    figure = _figure(viewer, rem_px)
    names = [f"{viewer.say(category_label(count.category))}\u2002" for count in counts]
    figure.add_bar(
        x=[count.events for count in counts],
        y=list(range(len(counts))),
        orientation="h",
        text=[f"{count.events:,}" for count in counts],
        textposition="outside",
        textfont={"size": rem_px * 1.1, "color": palette.text_1},
        constraintext="none",
        cliponaxis=False,
        marker={"color": fade(palette.info, 0.85)},
        hoverinfo="skip",
    )
    top = max((count.events for count in counts), default=1)
    figure.update_xaxes(visible=False, range=[0, top * 1.18])
    ticks = {"tickvals": list(range(len(counts))), "ticktext": names, "range": [len(counts) - 0.5, -0.5]}
    figure.update_yaxes(**ticks, showgrid=False, tickfont={"size": rem_px, "color": palette.text_2})
    figure.update_layout(bargap=0.45)
    return figure


def rain_chart(viewer: Viewer, rem_px: float, slices: Sequence[RainSlice]) -> go.Figure:
    """Rain in slices of ten minutes as bars, in the city's time."""
    palette = PALETTES[viewer.theme]
    figure = _figure(viewer, rem_px)
    times = [local(viewer, piece.at_us).replace(tzinfo=None) for piece in slices]
    figure.add_bar(
        x=times, y=[piece.rain_mm for piece in slices], marker={"color": fade(palette.info, 0.9)}, hoverinfo="skip"
    )
    figure.update_xaxes(tickformat="%H:%M", nticks=6)
    figure.update_yaxes(rangemode="tozero", nticks=4, range=_reach([piece.rain_mm for piece in slices], least=1.0))
    return figure


def battery_chart(viewer: Viewer, rem_px: float, classes: Sequence[int]) -> go.Figure:
    """Devices by class of their battery; classes below 20 % in the alarm's colour."""
    palette = PALETTES[viewer.theme]
    figure = _figure(viewer, rem_px)
    lower = (0, *BATTERY_STEPS[:-1])
    names = [f"{low}–{min(high, 100)}" for low, high in zip(lower, BATTERY_STEPS, strict=True)]
    colours = [palette.minor if high <= _LOW_BATTERY else fade(palette.ok, 0.75) for high in BATTERY_STEPS]
    figure.add_bar(
        x=names,
        y=list(classes),
        text=[f"{count:,}" for count in classes],
        textposition="outside",
        textfont={"size": rem_px, "color": palette.text_1},
        constraintext="none",
        cliponaxis=False,
        marker={"color": colours},
        hoverinfo="skip",
    )
    figure.update_xaxes(type="category", tickangle=0)
    figure.update_yaxes(visible=False, range=[0, max([*classes, 1]) * 1.22])
    return figure


def _figure(viewer: Viewer, rem_px: float) -> go.Figure:
    size = rem_px * TEXT_REM
    axis: dict[str, Any] = {"tickfont": {"size": size}}
    layout = {
        "template": template(viewer.theme),
        "font": {"size": size},
        "xaxis": axis,
        "yaxis": axis,
        "bargap": 0.28,
        "hovermode": False,
        "dragmode": False,
        "margin": {"l": rem_px * 0.2, "r": rem_px * 0.3, "t": rem_px * 0.4, "b": rem_px * 0.2},
    }
    return go.Figure(layout=layout)


def _reach(values: Sequence[float], least: float = 4.0) -> list[float]:
    return [0.0, max([*values, least]) * 1.08]
