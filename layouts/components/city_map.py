"""The map as Leaflet mounts it; the browser draws the city into it and goes to where that lies."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import dash_leaflet as dl
from dash.development.base_component import Component

from layouts.attributes import attributes

BUILTIN: Final = "builtin"
OPENING: Final = (35.0, 104.0)
OPENING_ZOOM: Final = 4
"""Until the map knows where the city lies; then it shows the city, and sets how far one may zoom out."""


def city_map(name: StrEnum, basemap: str, *, class_name: str = "", zoom_buttons: bool = True) -> Component:
    """The map with this id, over the city's own basemap or the tiles at that address."""
    parts: list[Component] = [dl.ZoomControl(position="bottomright")] if zoom_buttons else []
    if basemap != BUILTIN:
        parts.append(dl.TileLayer(url=basemap))
    mounted: Component = dl.Map(
        parts,
        id=name,
        className=f"xiuhua-map {class_name}".strip(),
        center=list(OPENING),
        zoom=OPENING_ZOOM,
        minZoom=3,
        maxZoom=19,
        zoomControl=False,
        attributionControl=basemap != BUILTIN,
        trackViewport=False,
    )
    return mounted


def basemap_mark(basemap: str) -> dict[str, Any]:
    """The attribute that tells the browser and the styles whose basemap lies below."""
    return attributes({"data-basemap": BUILTIN if basemap == BUILTIN else "tiles"})
