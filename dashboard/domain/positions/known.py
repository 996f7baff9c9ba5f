"""What is kept of where somebody on duty is."""

from __future__ import annotations

from typing import Final, NamedTuple

from dashboard.domain.positions.reports import Position, PositionReport
from dashboard.domain.positions.stillness import Still


class KnownPosition(NamedTuple):
    """The newest position, when it came (µs since the epoch), and since when the person has not moved on.

    `outside_m` is how far outside of the areas of the shift it was when somebody last looked.
    """

    position: Position
    received_us: int
    still: Still
    outside_m: float = 0.0


class Heard(NamedTuple):
    """A report with when it came."""

    report: PositionReport
    received_us: int


class Taken(NamedTuple):
    """What became of reports: those that were kept, and how many were not, by reason.

    Reasons are those of PositionRefusal, `off_duty` and `unknown_person`.
    """

    kept: int
    refused: dict[str, int]


OFF_DUTY: Final = "off_duty"
UNKNOWN_PERSON: Final = "unknown_person"
