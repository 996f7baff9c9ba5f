"""The text catalogue of people, squads and departments."""

from __future__ import annotations

from typing import Final

from dashboard.domain.text import Text


class People:
    """People, wherever they are shown."""

    VACANT: Final = Text("空缺", "vacant")
