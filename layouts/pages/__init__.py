"""The pages: one file each, exporting PAGE."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from layouts.page import Page


@cache
def pages() -> dict[str, Page]:
    """Every page by its key, in the order of the navigation."""
    found = collect(sys.modules[__name__], "PAGE", Page)
    return dict(sorted(found.items(), key=lambda item: item[1].order))
