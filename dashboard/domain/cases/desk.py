"""What a desk keeps of a person who works with cases: the views that were saved, and which case is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from dashboard.domain.durations import MINUTE_US, SECOND_US

VIEW_NAME_LENGTH: Final = 24
MOST_VIEWS: Final = 20
MOST_PARTS: Final = 16
LONGEST_PART: Final = 200
PRESENT_FOR_US: Final = 35 * SECOND_US
"""How long somebody counts as looking after the last sign: more than three signs."""
FORGOTTEN_AFTER_US: Final = 10 * MINUTE_US


class SavedView(NamedTuple):
    """A view of the list under a name of its owner; `told` are the parts of the address."""

    name: str
    told: Mapping[str, str]


class Present(NamedTuple):
    """An account that has a case open, and since when."""

    account: str
    since_us: int
