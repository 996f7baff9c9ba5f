"""What scripts know from the server alone: their texts, the asset states by number, and the feeds to follow."""

from __future__ import annotations

import json
from typing import Final

from dashboard.domain.feeds import FOLLOWED
from dashboard.domain.metrics import METRICS
from dashboard.domain.severity import AssetState
from dashboard.domain.text import Text
from layouts.formatting import unit_gap
from layouts.texts.browser import BROWSER

ELEMENT_ID: Final = "xiuhua-catalogue"
HEADLINES: Final = ("depth_m", "tilt_deg", "fill_ratio", "level_m", "rain_mm", "occupied_bays", "flow_lps")
"""The figures of an asset that the map tells beside its name: the first of them that it has."""


def catalogue_element() -> str:
    """The catalogue as an element of the document, for assets/js/11-catalogue.js; both languages, chosen there."""
    document = {
        "texts": {key: _pair(text) for key, text in BROWSER.items()},
        "words": metric_words(),
        "headlines": headlines(),
        "states": asset_states(),
        "feeds": followed_feeds(),
    }
    shown = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{ELEMENT_ID}">{shown}</script>'


def metric_words() -> dict[str, dict[str, list[str]]]:
    """How the states of each enumerated metric read, by the names under which the live frames carry them."""
    return {
        metric.key: {state: _pair(label) for state, label in zip(metric.states, metric.state_labels, strict=True)}
        for metric in METRICS.values()
        if metric.states
    }


def headlines() -> list[dict[str, object]]:
    """How the map's figures are written: as everywhere else, in the metric's own unit and decimals."""
    return [
        {
            "metric": metric.key,
            "label": _pair(metric.label),
            "digits": metric.digits,
            "unit": [unit and f"{unit_gap(unit)}{unit}" for unit in metric.unit_label],
        }
        for metric in map(METRICS.__getitem__, HEADLINES)
    ]


def asset_states() -> list[str]:
    """The asset states in the order of their numbers, as snapshots carry them."""
    return [state.value for state in sorted(AssetState, key=lambda state: state.number)]


def followed_feeds() -> list[str]:
    """The feeds whose revision the browser hands to a store of the page, `feed-<name>`."""
    return [feed.value for feed in FOLLOWED]


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]
