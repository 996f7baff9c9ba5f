"""The holidays and 调休 days that the State Council announced, as the library chinesecalendar lists them."""

from __future__ import annotations

from datetime import date
from typing import Final

from chinese_calendar.constants import Holiday, holidays, workdays

from dashboard.domain.cases.calendar import CalendarDay, DayKind, Holidays

SOURCE: Final = "chinesecalendar"


def known_holidays() -> Holidays:
    """Return all days of the list; it covers each year up to the last that has one, and says nothing of the next."""
    listed = [(day, DayKind.HOLIDAY, name) for day, name in holidays.items()]
    listed += [(day, DayKind.WORKDAY, name) for day, name in workdays.items()]
    days = tuple(CalendarDay(day, kind, Holiday(name).chinese, SOURCE) for day, kind, name in sorted(listed))
    return Holidays(days, date(max(holidays).year, 12, 31))
