"""Measuring times as devices write them, turned into microseconds since the epoch."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.readings import EPOCH, MICROSECOND, to_us

EARLIEST_US: Final = to_us(datetime(2015, 1, 1, tzinfo=UTC))
"""No device of the city is older; an earlier time is a clock that was never set."""

FUTURE_TOLERANCE_US: Final = 10 * MINUTE_US
"""How far a device's clock may be ahead of ours."""

WRONG_ZONE_US: Final = 14 * HOUR_US + FUTURE_TOLERANCE_US
"""How far it may be ahead when it writes local time as UTC: heard all the same, and told at the device."""

BEIJING: Final = timezone(timedelta(hours=8), "UTC+08:00")
"""The zone of times written without one, as Chinese vendors do (GA/T 1400, GB/T 28181, Hikvision)."""

_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,9})?", re.ASCII)
_COMPACT_LOCAL: Final = re.compile(r"20[0-9]{12}", re.ASCII)
_LOOSE: Final = re.compile(
    r"(20[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[ T]*"
    r"([0-9]{1,2})[:时]([0-9]{2})(?:[:分]([0-9]{2})秒?([.,][0-9]{1,9})?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
_ZONE_TOLERANCE_US: Final = 10 * MINUTE_US


class BadTime(ValueError):
    """A time cannot be read or cannot be true."""


class ImplausibleTime(BadTime):
    """A well-formed time lies before 2015 or too far in the future."""


def parse_time(value: object, received_us: int, local: tzinfo = BEIJING, ahead_us: int = FUTURE_TOLERANCE_US) -> int:
    """`value` in microseconds since the epoch; None means that there is no time: `received_us` is taken.

    Read are RFC 3339 with up to nine decimals and offsets with or without a colon, ISO 8601 basic
    (`20151212T121212Z`), `yyyyMMddHHmmss`, `2026/11/25 22:50:01` and times without a zone (all in `local`), and the
    epoch in seconds, milli-, micro- or nanoseconds by magnitude, as number or digits. Raises BadTime for anything
    else and ImplausibleTime for times before 2015 or more than `ahead_us` after `received_us`.
    """
    if value is None:
        return received_us
    moment_us = _read(value, local)
    if EARLIEST_US <= moment_us <= received_us + ahead_us:
        return moment_us
    raise ImplausibleTime(f"{value!r:.40} is before 2015 or too far in the future; set the clock")


def zone_is_doubtful(value: object, measured_us: int, received_us: int, local: tzinfo = BEIJING) -> bool:
    """Whether a time was written without a zone and would be the arrival's, give or take 10 minutes, in UTC.

    Such a device most likely writes UTC: read in `local`, all that it says is hours old for ever.
    """
    offset = local.utcoffset(None)
    if not isinstance(value, str) or not offset:
        return False
    if abs(received_us - measured_us - offset // MICROSECOND) > _ZONE_TOLERANCE_US:
        return False
    return _read_text(value.strip(), UTC) != measured_us


def epoch_to_us(value: float) -> int:
    """An epoch in s, ms, µs or ns, told apart by magnitude, in microseconds. Raises BadTime when not finite."""
    if not math.isfinite(value):
        raise BadTime(f"{value!r:.40} is not a time")
    size = abs(value)
    if size < 1e11:
        return round(value * SECOND_US)
    if size < 1e14:
        return round(value * 1_000)
    return round(value) if size < 1e17 else round(value) // 1_000


def _read(value: object, local: tzinfo) -> int:
    if isinstance(value, str):
        return _read_text(value.strip(), local)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_number(value)
    raise BadTime(f"{value!r:.40} is not a time")


def _read_number(value: float) -> int:
    try:
        return epoch_to_us(value)
    except OverflowError as error:
        raise BadTime("the time is too large a number") from error


def _iso(text: str) -> datetime:
    """ISO 8601, or `2026/11/25 8:05:01` and its like. Raises ValueError for anything else."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _LOOSE.fullmatch(text)
        if found is None:
            raise
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    decimals = (fraction or "").replace(",", ".")
    return datetime.fromisoformat(
        f"{year}-{month:>02}-{day:>02}T{hour:>02}:{minute}:{second or '00'}{decimals}{zone or ''}"
    )


def _read_text(text: str, local: tzinfo) -> int:
    if _COMPACT_LOCAL.fullmatch(text):
        text = f"{text[:8]}T{text[8:]}"
    elif _DIGITS.fullmatch(text):
        return _read_number(float(text) if "." in text else int(text))
    try:
        moment = _iso(text)
    except ValueError as error:
        raise BadTime(f"{text!r:.40} is not a time; write RFC 3339 such as 2026-11-21T08:15:02Z") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=local)
    return (moment - EPOCH) // MICROSECOND
