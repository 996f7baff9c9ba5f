"""The working calendar in force, and those that clocks were computed by before."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo

from dashboard.domain.cases.calendar import CalendarDay, Holidays, WorkCalendar, merged
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.calendars import CalendarRows, CalendarStore


class Calendars:
    """Calendars by their version. Every method raises Unavailable when the database is out of reach.

    A calendar is built once and kept in memory, since it knows the years that it worked out; which one is in force is
    asked each time, so that every process counts by an import as soon as it landed.
    """

    def __init__(self, store: CalendarStore, holidays: Holidays, zone: tzinfo) -> None:
        self._store = store
        self._holidays = holidays
        self._zone = zone
        self._built: dict[tuple[CalendarDay, ...], WorkCalendar] = {}
        self._frozen: dict[str, WorkCalendar] = {}

    def current(self) -> WorkCalendar:
        """Return the calendar in force."""
        with self._store.look() as work:
            return self.in_force(work)

    def in_force(self, work: CalendarRows) -> WorkCalendar:
        """Return the calendar in force as this transaction sees it, for looking."""
        overrides = tuple(work.calendar_days())
        calendar = self._built.get(overrides)
        if calendar is None:
            calendar = merged(self._holidays, overrides, self._zone)
            self._built = {overrides: calendar}
        return calendar

    def freeze(self, work: CalendarRows) -> WorkCalendar:
        """Return the calendar in force and keep its content, for clocks that this transaction starts or changes."""
        calendar = self.in_force(work)
        work.keep_calendar(calendar.version, calendar.as_json())
        return calendar

    def frozen(self, version: str, work: CalendarRows) -> WorkCalendar:
        """Return the calendar of a version as it was then. Raises NotFound for one that was never kept."""
        if version not in self._frozen:
            content = work.kept_calendar(version)
            if content is None:
                raise NotFound(
                    Text(f"没有版本为 {version} 的工作日历", f"no working calendar of version {version} is kept")
                )
            self._frozen[version] = WorkCalendar.from_json(content, ZoneInfo(content["zone"]))
        return self._frozen[version]
