"""Hours of the city's week in which something counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Any, Final, Protocol

from dashboard.domain.readings import from_us, midnight_before, to_us
from dashboard.domain.text import Text

MINUTES_A_DAY: Final = 24 * 60
WEEK: Final = frozenset(range(1, 8))
_DAYS_AHEAD: Final = range(-1, 9)


class Window(Protocol):
    """`weekdays` are 1 (Monday) to 7, none is every day; minutes of the day, `until_min` excluded, None is all day."""

    @property
    def weekdays(self) -> frozenset[int]: ...
    @property
    def from_min(self) -> int | None: ...
    @property
    def until_min(self) -> int | None: ...


def in_window(window: Window, weekday: int, minute: int) -> bool:
    """Return whether a window is open at this minute of this day.

    A window over midnight belongs to the day on which it begins: Friday from 22:00 to 02:00 ends on Saturday.
    """
    begin, end = window.from_min, window.until_min
    if begin is None or end is None or begin == end:
        return not window.weekdays or weekday in window.weekdays
    if begin < end:
        return begin <= minute < end and (not window.weekdays or weekday in window.weekdays)
    if minute >= begin:
        return not window.weekdays or weekday in window.weekdays
    return minute < end and (not window.weekdays or (weekday - 2) % 7 + 1 in window.weekdays)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """A window; without anything it is always open."""

    weekdays: frozenset[int] = frozenset()
    from_min: int | None = None
    until_min: int | None = None

    @property
    def is_always(self) -> bool:
        """Whether nothing is ever outside of it."""
        is_all_day = self.from_min is None or self.until_min is None or self.from_min == self.until_min
        return is_all_day and (not self.weekdays or self.weekdays == WEEK)

    def hold(self, at_us: int, zone: tzinfo) -> bool:
        """Return whether the moment lies in it, by the city's clock."""
        if self.is_always:
            return True
        local = from_us(at_us).astimezone(zone)
        return in_window(self, local.isoweekday(), local.hour * 60 + local.minute)

    def turn_us(self, at_us: int, zone: tzinfo) -> int | None:
        """Return when it opens or closes next after the moment; None when it never does."""
        if self.is_always:
            return None
        now = self.hold(at_us, zone)
        return next((turn for turn in self._turns(at_us, zone) if turn > at_us and self.hold(turn, zone) != now), None)

    def _turns(self, at_us: int, zone: tzinfo) -> Iterator[int]:
        """The moments at which it may turn, in their order."""
        minutes = {0, self.from_min or 0, self.until_min or 0}
        today = midnight_before(at_us, zone)
        moments = (
            (today + timedelta(days=day)).replace(hour=minute // 60 % 24, minute=minute % 60)
            for day in _DAYS_AHEAD
            for minute in sorted(minutes)
        )
        yield from (to_us(moment) for moment in moments)

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return {"weekdays": sorted(self.weekdays), "from_min": self.from_min, "until_min": self.until_min}


ALWAYS: Final = Hours()


def window_problems(window: Window) -> Iterator[Text]:
    """Yield what is wrong with hours that somebody wants to save."""
    if (window.from_min is None) != (window.until_min is None):
        yield Text("时段要么都填，要么都不填", "from, until: fill in both or neither")
    if any(not 0 <= each <= MINUTES_A_DAY for each in (window.from_min, window.until_min) if each is not None):
        yield Text("时段须在 00:00 到 24:00 之间", "from, until: between 00:00 and 24:00")
    if not window.weekdays <= WEEK:
        yield Text("星期须为 1 到 7", "weekdays: 1 to 7")
