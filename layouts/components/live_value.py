"""The newest value of an asset's metric: the same figure wherever it stands, repainted everywhere at once."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from layouts.attributes import attributes
from layouts.formatting import NONE, reading, unit_gap
from layouts.viewer import Viewer


def live_value(viewer: Viewer, asset_id: str, metric_key: str, value: float | None) -> Component:
    """The value in its metric's unit and decimals, an em dash for None; without a figure's face."""
    metric = METRICS[metric_key]
    live = {"data-asset": asset_id, "data-metric": metric.key, "data-digits": str(metric.digits)}
    text = NONE if value is None else reading(viewer, metric.key, value)
    label = viewer.say(metric.unit_label)
    unit = [html.Small(f"{unit_gap(label)}{label}")] if label else []
    return html.Span([html.Span(text, **attributes(live)), *unit], className="live-value")
