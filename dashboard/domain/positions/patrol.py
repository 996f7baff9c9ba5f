"""What pages show of people on duty and of their street lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from dashboard.domain.people.records import Person, Squad
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.coverage import LineCoverage
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.standing import NO_SQUAD_HUE, Standing
from dashboard.domain.roster.duty import Duty, DutySpan
from dashboard.domain.roster.records import Shift


class OnDuty(NamedTuple):
    """Somebody on duty: why, the newest position, how they are, and the colour of their squad on maps."""

    person: Person
    duty: Duty
    known: KnownPosition | None
    standing: Standing
    hue: int = NO_SQUAD_HUE


class DutyNow(NamedTuple):
    """Who is on duty at a moment, by squad and number, as far as the asker may see.

    Who stays at one place for `still_us` is still; None: nobody is, or areas or people have limits of their own.
    """

    at_us: int
    people: Sequence[OnDuty]
    squads: Sequence[Squad]
    still_us: int | None = None


class PatrolLine(NamedTuple):
    """A street line and how much of it was walked."""

    area: PatrolArea
    coverage: LineCoverage


class Mine(NamedTuple):
    """What an officer sees of the own day: shifts from today on, whether on duty, and what is kept of the position.

    `areas` are the names of the areas of the shifts, by code.
    """

    at_us: int
    person: Person
    shifts: Sequence[tuple[DutySpan, Shift]]
    duty: Duty | None
    known: KnownPosition | None
    kept_positions: int
    lines: Sequence[PatrolLine]
    areas: Mapping[str, str] = MappingProxyType({})
