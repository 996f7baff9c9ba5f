"""How bad things are: severities of alarms and display states of assets."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """Alarm severities, mildest first: yellow, orange, red."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """1 for minor to 3 for critical."""
        return _RANKS[self]

    def is_worse_than(self, other: Severity) -> bool:
        """Whether this severity is graver than `other`."""
        return _RANKS[self] > _RANKS[other]


_RANKS = {severity: rank for rank, severity in enumerate(Severity, start=1)}


class AssetState(StrEnum):
    """What the map shows of an asset, in the order in which lists sort it."""

    NORMAL = "normal"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    OFFLINE = "offline"

    @property
    def number(self) -> int:
        """The number that identifies the state in storage; it never changes, and a new state gets the next free one."""
        return _STATE_NUMBERS[self]


_STATE_NUMBERS: Final = {
    AssetState.NORMAL: 0,
    AssetState.MINOR: 1,
    AssetState.MAJOR: 2,
    AssetState.CRITICAL: 3,
    AssetState.OFFLINE: 4,
}

STATES_BY_NUMBER: Final[dict[int, AssetState]] = {number: state for state, number in _STATE_NUMBERS.items()}
