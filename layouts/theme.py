"""The colours of assets/css/tokens.css for charts, and the chart template made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.domain.severity import AssetState
from layouts.viewer import Theme

FIGURE_FONT: Final = '"Barlow Condensed","DIN Alternate","Bahnschrift","PingFang SC","Noto Sans CJK SC",sans-serif'


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One theme's colours, named as the CSS custom properties are."""

    bg_1: str
    bg_2: str
    line: str
    line_strong: str
    text_1: str
    text_2: str
    text_3: str
    accent: str
    ok: str
    info: str
    minor: str
    major: str
    critical: str
    stale: str

    def of_state(self, state: AssetState) -> str:
        """The colour of a display state."""
        return {
            AssetState.NORMAL: self.ok,
            AssetState.MINOR: self.minor,
            AssetState.MAJOR: self.major,
            AssetState.CRITICAL: self.critical,
            AssetState.OFFLINE: self.stale,
        }[state]


PALETTES: Final = {
    Theme.DARK: Palette(
        bg_1="#0a1829",
        bg_2="#0d2036",
        line="rgba(120,180,240,.16)",
        line_strong="rgba(120,180,240,.34)",
        text_1="#eaf3ff",
        text_2="#a9c1dc",
        text_3="#7b97b6",
        accent="#3fd0ff",
        ok="#2fd09a",
        info="#4c9dff",
        minor="#ffd54a",
        major="#ff9a3d",
        critical="#ff5263",
        stale="#8295ad",
    ),
    Theme.LIGHT: Palette(
        bg_1="#f4f7fa",
        bg_2="#ffffff",
        line="#dbe4ec",
        line_strong="#c2d0dd",
        text_1="#14263a",
        text_2="#47607a",
        text_3="#54697f",
        accent="#0a68b0",
        ok="#0c7451",
        info="#1f6fd6",
        minor="#7d5d00",
        major="#a94b00",
        critical="#c4213a",
        stale="#5b6b7e",
    ),
    Theme.SUNLIGHT: Palette(
        bg_1="#f6f9fb",
        bg_2="#ffffff",
        line="#c3cfda",
        line_strong="#74889d",
        text_1="#0f1f30",
        text_2="#33475d",
        text_3="#394c61",
        accent="#054e88",
        ok="#064f35",
        info="#0b4a9c",
        minor="#5c4400",
        major="#7a3300",
        critical="#9c0f22",
        stale="#3b4c62",
    ),
}


def template(theme: Theme) -> go.layout.Template:
    """The chart template: transparent, hairline grid, figure face, no mode bar, no legend."""
    palette = PALETTES[theme]
    axis = {
        "gridcolor": palette.line,
        "linecolor": palette.line_strong,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": palette.text_3, "size": 13},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FIGURE_FONT, "color": palette.text_2, "size": 14},
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
            "showlegend": False,
            "hovermode": "x unified",
            "hoverlabel": {
                "bgcolor": palette.bg_2,
                "bordercolor": palette.line_strong,
                "font": {"color": palette.text_1},
            },
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
            "colorway": [palette.accent, palette.info, palette.ok, palette.major],
        }
    )


def fade(colour: str, alpha: float) -> str:
    """`#rrggbb` as rgba with `alpha` 0–1."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"
