"""The scenes of the wall: one file each, exporting SCENE."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from layouts.scene import Scene


@cache
def scenes() -> dict[str, Scene]:
    """Every scene by its key, in the order of the rotation."""
    found = collect(sys.modules[__name__], "SCENE", Scene)
    return dict(sorted(found.items(), key=lambda item: item[1].order))
