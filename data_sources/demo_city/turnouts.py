"""Who came to the shifts of the past: almost everybody, a few late, a few gone early, a few not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Final

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.roster.duty import DutySpan
from dashboard.domain.roster.records import Attendance, SignInMeans
from data_sources.demo_city.chance import scatter

_STAYED_AWAY: Final = 0.025
_LATE: Final = 0.06
_EARLIEST_MIN: Final = 14.0
_LATEST_MIN: Final = 26.0
_LONGER_MIN: Final = 18.0
_BY_PAGE: Final = 0.7


def past_turnouts(spans: Iterable[DutySpan], seed: int, now_us: int) -> list[Attendance]:
    """Return the sign-ins for the shifts that have ended, the same for the same seed."""
    return [turnout for span in spans if span.end_us <= now_us and (turnout := _turnout(span, seed)) is not None]


def _turnout(span: DutySpan, seed: int) -> Attendance | None:
    purpose = (seed, zlib.crc32(span.person.encode()), _number(span.day), zlib.crc32(span.shift.encode()))
    if scatter(*purpose, 1) < _STAYED_AWAY:
        return None
    early_min = scatter(*purpose, 2) * _EARLIEST_MIN
    late_min = scatter(*purpose, 3) * _LATEST_MIN if scatter(*purpose, 4) < _LATE else 0.0
    into_us = span.start_us + int((late_min or -early_min) * MINUTE_US)
    out_us = span.end_us + int((scatter(*purpose, 5) * _LONGER_MIN - 2.0) * MINUTE_US)
    means = SignInMeans.PAGE if scatter(*purpose, 6) < _BY_PAGE else SignInMeans.POSITION
    return Attendance(span.person, span.day, span.shift, into_us, out_us, means)


def _number(day: date) -> int:
    return day.toordinal()
