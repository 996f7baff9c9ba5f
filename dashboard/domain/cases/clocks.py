"""The clock of a case or of one of its steps: what of its limit is used up, however often it was paused.

What a clock is made of is frozen into the case, so that whoever doubts a deadline can compute it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.limits import Limit, counted_us, is_provisional, limit_us, passed_us
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict

YELLOW_PERCENT: Final = 80
"""From which share of the limit on the lamp is yellow."""
_UNREADABLE: Final = Text("时钟数据无法读取", "what is kept of the clock cannot be read")
_RUNNING: Final = Text("时钟正在计时", "the clock is running")
_PAUSED: Final = Text("时钟已暂停", "the clock is paused")
_STOPPED: Final = Text("时钟已停止", "the clock was stopped")


class Lamp(StrEnum):
    """What is seen of a clock at a glance."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


LAMP_LABELS: Final[Mapping[Lamp, Text]] = {
    Lamp.GREEN: Text("绿灯", "in time"),
    Lamp.YELLOW: Text("黄灯", "soon due"),
    Lamp.RED: Text("红灯", "overdue"),
    Lamp.GREY: Text("计时暂停", "clock stopped"),
}


def lamp(now_us: int, due_us: int | None, yellow_us: int | None, *, paused: bool = False) -> Lamp:
    """Return the lamp: green below 80 % of the limit, yellow up to all of it, red beyond; grey without a deadline."""
    if paused or due_us is None:
        return Lamp.GREY
    if now_us > due_us:
        return Lamp.RED
    return Lamp.YELLOW if yellow_us is not None and now_us >= yellow_us else Lamp.GREEN


class Span(NamedTuple):
    """A stretch in which a clock ran; None is until now."""

    from_us: int
    until_us: int | None = None


class Difference(NamedTuple):
    """What a stored clock says and what comes out when it is computed again."""

    field: str
    stored: object
    computed: object


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A limit, when it ran, and when it is used up.

    `extra` is how many extensions were approved, each as long as the limit. `calendar` is the version of the calendar
    by which the deadlines were computed. There is no deadline while the clock is paused; of a stopped clock it stays,
    so that closed in time is `stopped_us <= due_us`.
    """

    limit: Limit
    spans: tuple[Span, ...]
    calendar: str
    extra: int = 0
    is_stopped: bool = False
    due_us: int | None = None
    yellow_us: int | None = None
    is_provisional: bool = False

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still and may go on."""
        return not self.is_stopped and self.spans[-1].until_us is not None

    @property
    def stopped_us(self) -> int | None:
        """When it was stopped; None while it was not."""
        return self.spans[-1].until_us if self.is_stopped else None

    @property
    def was_in_time(self) -> bool | None:
        """Whether it was stopped no later than due; None before that."""
        if self.stopped_us is None or self.due_us is None:
            return None
        return self.stopped_us <= self.due_us

    def pause(self, at_us: int) -> Clock:
        """Return the clock at a standstill. Raises Conflict unless it runs.

        Here and below, a moment before the last change, by a server whose clock was set back, is that change's.
        """
        self._must_run()
        return replace(self, spans=self._closed(at_us), due_us=None, yellow_us=None, is_provisional=False)

    def resume(self, calendar: WorkCalendar, at_us: int) -> Clock:
        """Return the clock running again. Raises Conflict unless it is paused."""
        if not self.is_paused:
            raise Conflict(_STOPPED if self.is_stopped else _RUNNING)
        return replace(self, spans=(*self.spans, Span(max(at_us, self._changed_us())))).timed(calendar)

    def extend(self, calendar: WorkCalendar) -> Clock:
        """Return the clock with the original limit once more. Raises Conflict when it was stopped."""
        if self.is_stopped:
            raise Conflict(_STOPPED)
        longer = replace(self, extra=self.extra + 1)
        return longer if self.is_paused else longer.timed(calendar)

    def stop(self, calendar: WorkCalendar, at_us: int) -> Clock:
        """Return the clock at its end. Raises Conflict when it was stopped before.

        A paused one goes on and ends in that moment: nothing gets late in a pause.
        """
        running = self.resume(calendar, at_us) if self.is_paused else self
        running._must_run()
        return replace(running, spans=running._closed(at_us), is_stopped=True)

    def timed(self, calendar: WorkCalendar) -> Clock:
        """Return the clock with its deadlines by this calendar."""
        if self.is_paused:
            return replace(self, calendar=calendar.version, due_us=None, yellow_us=None, is_provisional=False)
        due_us = self.reached_us(calendar, 100)
        return replace(
            self,
            calendar=calendar.version,
            due_us=due_us,
            yellow_us=self.reached_us(calendar, YELLOW_PERCENT),
            is_provisional=is_provisional(calendar, self.limit.type, due_us),
        )

    def total_us(self, calendar: WorkCalendar) -> int:
        """The limit with its extensions."""
        return limit_us(calendar, self.limit) * (1 + self.extra)

    def spent_us(self, calendar: WorkCalendar, now_us: int) -> int:
        """Return how much of the limit is used up: the sum of what counted in each span."""
        return sum(self._counted(calendar, now_us))

    def paused_us(self, now_us: int) -> int:
        """Return for how long the clock was at a standstill, by any clock on the wall."""
        ends = [now_us if span.until_us is None else span.until_us for span in self.spans]
        gaps = sum(after.from_us - end for end, after in zip(ends, self.spans[1:], strict=False))
        return gaps + (max(0, now_us - ends[-1]) if self.is_paused else 0)

    def reached_us(self, calendar: WorkCalendar, percent: int) -> int:
        """Return when so much of the whole limit was used up, or will be if the clock runs on from its last span.

        What was used up exactly when a pause began counts as used up after it: then the pause moves it, too.
        """
        left_us = self.total_us(calendar) * percent // 100
        for span in self.spans[:-1]:
            at_us = passed_us(calendar, self.limit.type, span.from_us, left_us)
            until_us = span.from_us if span.until_us is None else span.until_us
            if at_us < until_us:
                return at_us
            left_us -= counted_us(calendar, self.limit.type, span.from_us, until_us)
        return passed_us(calendar, self.limit.type, self.spans[-1].from_us, left_us)

    def as_json(self) -> dict[str, Any]:
        """What is frozen into the case."""
        return {
            "limit": self.limit.as_json(),
            "spans": [list(span) for span in self.spans],
            "calendar": self.calendar,
            "extra": self.extra,
            "is_stopped": self.is_stopped,
            "due_us": self.due_us,
            "yellow_us": self.yellow_us,
            "is_provisional": self.is_provisional,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Clock:
        """Return the clock that `as_json` told. Raises BadInput."""
        try:
            spans = tuple(Span(from_us, until_us) for from_us, until_us in told["spans"])
            if not spans or any(span.until_us is None for span in spans[:-1]):
                raise BadInput(_UNREADABLE)
            return cls(**{**told, "limit": Limit.from_json(told["limit"]), "spans": spans})
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(_UNREADABLE) from error

    def _must_run(self) -> None:
        if self.is_stopped or self.is_paused:
            raise Conflict(_STOPPED if self.is_stopped else _PAUSED)

    def _changed_us(self) -> int:
        last = self.spans[-1]
        return last.from_us if last.until_us is None else last.until_us

    def _closed(self, at_us: int) -> tuple[Span, ...]:
        return (*self.spans[:-1], Span(self.spans[-1].from_us, max(at_us, self._changed_us())))

    def _counted(self, calendar: WorkCalendar, now_us: int) -> Iterator[int]:
        for span in self.spans:
            until_us = max(now_us, span.from_us) if span.until_us is None else span.until_us
            yield counted_us(calendar, self.limit.type, span.from_us, until_us)


def started(calendar: WorkCalendar, limit: Limit, at_us: int) -> Clock:
    """Return a clock that runs from `at_us` on."""
    return Clock(limit=limit, spans=(Span(at_us),), calendar=calendar.version).timed(calendar)


def recompute(clock: Clock, calendar: WorkCalendar) -> tuple[Clock, tuple[Difference, ...]]:
    """Return the clock as this calendar has it, and each difference from what is stored.

    With the calendar of the clock's own version there is none; with a newer one, these are what the newer one changes.
    """
    anew = clock.timed(calendar)
    fields = ("calendar", "due_us", "yellow_us", "is_provisional")
    pairs = [(name, getattr(clock, name), getattr(anew, name)) for name in fields]
    return anew, tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])
