"""How bad things are: severities of alarms and display states of assets."""

from __future__ import annotations

from enum import StrEnum


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
    """What the map shows of an asset."""

    NORMAL = "normal"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    OFFLINE = "offline"
