"""What a page is: one file in layouts/pages exporting PAGE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from dashboard.domain.text import Language, Text
from layouts.viewer import Theme, Viewer


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """What a page's layout may depend on: the viewer and the query of its address."""

    language: Language
    theme: Theme
    zone: tzinfo
    query: Mapping[str, str] = field(default_factory=dict)
    basemap: str = "builtin"

    @property
    def viewer(self) -> Viewer:
        """The viewer of this request."""
        return Viewer(self.language, self.theme, self.zone)

    def chosen(self, name: str) -> int | None:
        """Return the key that the address names; None for anything else."""
        told = self.query.get(name, "")
        return int(told) if told.isascii() and told.isdigit() and len(told) <= LONGEST_KEY else None


LONGEST_KEY: Final = 9
"""Digits of a key in an address."""
MAP_DATA: Final = ("/api/v1/map/areas?part=far", "/api/v1/map/assets")
"""What every page with a map needs from the start."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: where it is, how it is called, and how it looks before any data came. `icon` is in assets/icons.

    A page without `chrome` fills the window: no top bar, no drawer, no place in the navigation. Browsers ask for the
    addresses in `early` while the page's scripts still load.
    """

    key: str
    path: str
    title: Text
    order: int
    icon: str
    layout: Callable[[PageContext], Component]
    chrome: bool = True
    in_navigation: bool = True
    early: tuple[str, ...] = ()
    permission: Permission | tuple[Permission, ...] | None = Permission.VIEW_OPERATIONS
    """Who may see it, with any of several; None: its frame is everybody's, what it shows is not."""
