"""The working calendar: the days that were imported, and every version of it that a clock was computed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.cases.calendar import CalendarDay
from dashboard.ports.parts import AuditLog


class CalendarRows(Protocol):
    """The calendar inside a transaction."""

    def calendar_days(self) -> Sequence[CalendarDay]:
        """Return the days that were imported, in their order."""

    def save_calendar_days(self, days: Sequence[CalendarDay]) -> None:
        """Store them by their day."""

    def kept_calendar(self, version: str) -> Mapping[str, Any] | None:
        """Return the content of a version; None when it was never kept."""

    def keep_calendar(self, version: str, content: Mapping[str, Any]) -> None:
        """Keep the content of a version; one that is there already stays as it is."""


class CalendarWork(CalendarRows, AuditLog, Protocol):
    """One transaction of the calendar."""


class CalendarStore(Protocol):
    """Where the calendar is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CalendarWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CalendarWork]:
        """The same for reading only; it waits for no writer."""
