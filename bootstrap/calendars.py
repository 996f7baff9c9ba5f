"""The working calendar, with the holidays that Xiuhua brings along."""

from __future__ import annotations

from bootstrap import now_us
from dashboard.services.cases.calendars import Calendars
from dashboard.settings import Settings
from data_sources.db.cases.calendar_store import SqlCalendarStore
from data_sources.db.engine import Database
from data_sources.holidays import known_holidays


def build_calendars(settings: Settings, engine: Database) -> Calendars:
    """Calendars of the city."""
    return Calendars(SqlCalendarStore(engine, now_us), known_holidays(), settings.timezone)
