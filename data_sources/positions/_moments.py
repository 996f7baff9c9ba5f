"""When a position was measured, by the clock of its sender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.readings import Delivery
from dashboard.domain.timestamps import BadTime, ImplausibleTime, parse_time
from dashboard.errors import UnreadablePayload

NEVER_SET_US: Final = 0
"""Stands for the time of a clock that was never set; it is refused as too old, and its neighbours are not."""
_WITHOUT_END_US: Final = 10**330


def moment(value: object, zone: tzinfo) -> int | None:
    """Return a time in µs since the epoch as `parse_time` reads it; None when there is none.

    Whether it can be true is judged later, position by position: it may lie in the future, and one before 2015 is
    NEVER_SET_US. Raises UnreadablePayload (`bad_time`) for what is no time at all.
    """
    if value is None:
        return None
    try:
        return parse_time(value, 0, zone, _WITHOUT_END_US)
    except ImplausibleTime:
        return NEVER_SET_US
    except BadTime as error:
        raise UnreadablePayload("bad_time", str(error)) from error


def dated(reports: Sequence[PositionReport], delivery: Delivery) -> Sequence[PositionReport]:
    """Return the reports of a delivery. Raises UnreadablePayload (`bad_time`) for one without a time in a retained one.

    What the broker kept may be of any age, so its arrival says nothing.
    """
    if delivery.retained and any(report.at_us is None for report in reports):
        raise UnreadablePayload("bad_time", "a retained position without a time may be of any age; send its time")
    return reports
