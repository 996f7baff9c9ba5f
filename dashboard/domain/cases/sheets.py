"""A case as a person looks at it: its clocks with what of them is used up, and what its codes are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Clock, Lamp, lamp
from dashboard.domain.cases.limits import Limit
from dashboard.domain.cases.records import Case, CaseEntry, Units
from dashboard.domain.catalogue.records import Step
from dashboard.domain.people.authors import Author


class CaseNames(NamedTuple):
    """What codes and numbers are called; people are masked. `authors` are by the names of their accounts."""

    squads: Mapping[str, str] = {}
    departments: Mapping[str, str] = {}
    areas: Mapping[str, str] = {}
    people: Mapping[str, str] = {}
    authors: Mapping[str, Author] = {}

    def unit(self, units: Units) -> str:
        """Return who has a case: the squad or department, else the person; empty when nobody has."""
        if units.squad is not None:
            return self.squads.get(units.squad, units.squad)
        if units.department is not None:
            return self.departments.get(units.department, units.department)
        return self.person(units.assignee) if units.assignee is not None else ""

    def person(self, number: str) -> str:
        """Return the masked name with the number."""
        name = self.people.get(number)
        return f"{name} {number}" if name else number

    def area(self, code: str) -> str:
        """Return what an area is called; an unknown one is its code."""
        return self.areas.get(code, code)


class Stretch(NamedTuple):
    """A part of the time from the start of a clock until it is due, as shares of all of it."""

    is_paused: bool
    from_share: float
    until_share: float


class ClockFace(NamedTuple):
    """A clock as it is read. `step` is None for that of the whole case.

    `percent` is how much of the limit is used up, by the time that counted; `stretches` are of the time on the wall.
    """

    step: Step | None
    limit: Limit
    extensions: int
    started_us: int
    due_us: int | None
    yellow_us: int | None
    stopped_us: int | None
    is_paused: bool
    is_provisional: bool
    paused_us: int
    percent: float
    stretches: tuple[Stretch, ...]
    lamp: Lamp


class CaseFile(NamedTuple):
    """All that there is of a case; `faces` are the clocks of the present step and of the whole, as far as they are.

    `numbers` are those of other cases that the timeline names, by key; `catalogue` is the version frozen into it.
    """

    case: Case
    entries: Sequence[CaseEntry]
    faces: tuple[ClockFace, ...]
    ended_faces: tuple[ClockFace, ...]
    names: CaseNames
    numbers: Mapping[int, str]
    catalogue: int | None
    now_us: int


def face_of(
    clock: Clock, calendar: WorkCalendar, step: Step | None, now_us: int, done_us: int | None = None
) -> ClockFace:
    """Return how a clock is read now; of one that was stopped, or whose work was done, as it was then."""
    stopped_us = clock.stopped_us if done_us is None else done_us
    at_us = now_us if stopped_us is None else stopped_us
    total_us = clock.total_us(calendar)
    return ClockFace(
        step=step,
        limit=clock.limit,
        extensions=clock.extra,
        started_us=clock.spans[0].from_us,
        due_us=clock.due_us,
        yellow_us=clock.yellow_us,
        stopped_us=stopped_us,
        is_paused=clock.is_paused,
        is_provisional=clock.is_provisional,
        paused_us=clock.paused_us(at_us),
        percent=100 * clock.spent_us(calendar, at_us) / total_us if total_us else 100.0,
        stretches=tuple(_stretches(clock, at_us)),
        lamp=lamp(at_us, clock.due_us, clock.yellow_us, paused=clock.is_paused),
    )


def _stretches(clock: Clock, at_us: int) -> Iterator[Stretch]:
    """While a clock is paused nobody knows when it is due: what is so far stands for all of it."""
    begin_us, end_us = clock.spans[0].from_us, max(at_us, clock.due_us or at_us)
    whole_us = max(1, end_us - begin_us)
    for number, span in enumerate(clock.spans):
        until_us = at_us if span.until_us is None else min(span.until_us, at_us)
        yield Stretch(False, _share(span.from_us - begin_us, whole_us), _share(until_us - begin_us, whole_us))
        follows = number + 1 < len(clock.spans)
        if follows or clock.is_paused:
            resumed_us = clock.spans[number + 1].from_us if follows else at_us
            yield Stretch(True, _share(until_us - begin_us, whole_us), _share(resumed_us - begin_us, whole_us))


def _share(part_us: int, whole_us: int) -> float:
    return min(1.0, max(0.0, part_us / whole_us))
