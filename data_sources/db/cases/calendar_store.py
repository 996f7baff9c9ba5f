"""Where the working calendar is kept."""

from __future__ import annotations

from dashboard.ports.calendars import CalendarStore
from data_sources.db.transactions import SqlTransactions


class SqlCalendarStore(SqlTransactions, CalendarStore):
    """The database as the working calendar sees it."""
