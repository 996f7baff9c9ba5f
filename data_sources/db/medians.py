"""Medians of what the database sorts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from dashboard.domain.durations import SECOND_US
from dashboard.domain.medians import middle


def median_s(connection: Connection, query: Select[Any], count: int) -> float | None:
    """Return the median in seconds of the column `took`, microseconds, of a query of `count` rows; None of none.

    The database sorts, and one or two values in the middle are read.
    """
    if count == 0:
        return None
    half = select(query.order_by("took").offset((count - 1) // 2).limit(2 - count % 2).subquery().c.took)
    middle_us = middle([float(each) for each in connection.execute(half).scalars()])
    return None if middle_us is None else middle_us / SECOND_US
