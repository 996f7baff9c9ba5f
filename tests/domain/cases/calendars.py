"""Calendars for tests: Taizhou at the turn of 2026 and 2027 with real holidays, and places that change their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dashboard.domain.cases.calendar import DayKind, Segment, WorkCalendar
from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.readings import from_us, to_us

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
BOSTON: Final = ZoneInfo("America/New_York")
NIGHTS: Final[tuple[Segment, ...]] = ((0, 150), (180, 360), (22 * 60, 24 * 60))
"""Who works through the hour that clocks skip or repeat."""
_OFF: Final = {
    DayKind.HOLIDAY: [*(f"2026-02-{day}" for day in range(15, 24)), *(f"2026-10-0{day}" for day in range(1, 8))],
    DayKind.WORKDAY: ["2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"],
}
DAYS_OFF: Final[Mapping[date, DayKind]] = {date.fromisoformat(day): kind for kind, days in _OFF.items() for day in days}
"""Spring Festival and National Day of 2026 with the weekend days that are worked for them."""


def taizhou(**changed: DayKind) -> WorkCalendar:
    """The calendar of 2026; `d20261127` names a day that is other than listed."""
    more = {date.fromisoformat(day[1:]): kind for day, kind in changed.items()}
    return WorkCalendar(zone=SHANGHAI, known_until=date(2026, 12, 31), days_off={**DAYS_OFF, **more})


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """The moment of a local time, 2026-11-27 09:30."""
    return to_us(datetime.fromisoformat(text).replace(tzinfo=zone))


def told(moment_us: int, zone: ZoneInfo = SHANGHAI) -> str:
    """The local time of a moment."""
    return from_us(moment_us).astimezone(zone).strftime("%Y-%m-%d %H:%M")


CALENDARS: Final = (
    taizhou(),
    WorkCalendar(zone=BOSTON, known_until=date(2026, 12, 31), segments=NIGHTS),
    WorkCalendar(zone=ZoneInfo("Australia/Lord_Howe"), known_until=date(2026, 6, 30), segments=NIGHTS),
)
calendars = st.sampled_from(CALENDARS)
moments = st.integers(at("2025-12-01"), at("2027-03-01")) | st.integers(0, 700_000).map(
    lambda minutes: at("2025-12-01") + minutes * MINUTE_US
)
limits = st.builds(
    Limit,
    st.sampled_from([0.0, 0.25, 0.5, 1.0, 4.0, 8.0, 15.0]) | st.floats(0, 400).map(lambda amount: round(amount, 2)),
    st.sampled_from(LimitType),
)
