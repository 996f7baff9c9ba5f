"""The search box: assets, streets and grids by number, name or place."""

from __future__ import annotations

from typing import Final

from dashboard.domain.readouts import Hits
from dashboard.ports.desk import SearchIndex

ASSETS_SHOWN: Final = 8
OTHERS_SHOWN: Final = 5
LONGEST_TEXT: Final = 60


class Search:
    """One question, three groups of answers."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def find(self, text: str) -> Hits:
        """What `text` finds; nothing for blanks. Only the first 60 characters count."""
        wanted = " ".join(text.split())[:LONGEST_TEXT]
        if not wanted:
            return Hits((), (), ())
        return Hits(
            tuple(self._index.find_assets(wanted, ASSETS_SHOWN)),
            tuple(self._index.find_streets(wanted, OTHERS_SHOWN)),
            tuple(self._index.find_grids(wanted, OTHERS_SHOWN)),
        )
