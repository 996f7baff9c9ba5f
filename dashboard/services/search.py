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
        assets = tuple(self._index.find_assets(wanted, ASSETS_SHOWN))
        streets = tuple(self._index.find_streets(wanted, OTHERS_SHOWN))
        grids = tuple(self._index.find_grids(wanted, OTHERS_SHOWN))
        is_cut = len(assets) == ASSETS_SHOWN or OTHERS_SHOWN in (len(streets), len(grids))
        shown = len(assets) + len(streets) + len(grids)
        return Hits(assets, streets, grids, max(0, self._index.count_found(wanted) - shown) if is_cut else 0)
