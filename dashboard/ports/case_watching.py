"""Cases by the clock: whose lamp turned, whose suspension ends, whose deadline is provisional."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.warnings import CaseWarning, SuspensionBounds, WarnedClock
from dashboard.ports.cases import CaseWork


class EndlessSuspension(NamedTuple):
    """A suspended case that nothing will resume soon: without an end, past it, or for too long."""

    number: str
    since_us: int
    until_us: int | None


class CaseWarningRows(Protocol):
    """Which lamps were told of."""

    def claim_warnings(self, warnings: Sequence[CaseWarning], at_us: int) -> Sequence[CaseWarning]:
        """Note that these are told, and return those that nobody noted before."""

    def forget_warnings(self, cases: Sequence[int]) -> None:
        """Forget what was told of these cases, so that it is told anew."""


class CaseWatchRows(CaseWarningRows, Protocol):
    """What is due, found by indexes and in slices by rising key.

    What comes back is locked until the end of a transaction that writes; what somebody else has locked is left out
    and found at the next turn.
    """

    def due_warnings(
        self, clock: WarnedClock, lamp: Lamp, now_us: int, after: int, limit: int
    ) -> Sequence[CaseWarning]:
        """The lamps that are so at `now_us` and of which nothing was told."""

    def supervise_cases(self, warnings: Sequence[CaseWarning]) -> None:
        """Put the flag on their cases, which rises their revision."""

    def suspensions_due(self, now_us: int, after: int, limit: int) -> Sequence[int]:
        """The keys of the cases whose suspension ends at `now_us` or before."""

    def provisional_cases(self, version: str, after: int, limit: int) -> Sequence[int]:
        """The keys of open cases with a provisional deadline by another calendar than this version."""

    def cases_of_merged_squads(self, after: int, limit: int) -> Sequence[int]:
        """The keys of open cases that a squad has which was merged into another one."""

    def cases_after(self, after: int, limit: int) -> Sequence[Case]:
        """Return cases by rising key, whatever their state."""

    def endless_suspensions(self, bounds: SuspensionBounds, now_us: int, limit: int) -> Sequence[EndlessSuspension]:
        """Those that do not end by themselves."""

    def fold_tally(self) -> int:
        """Put together what is written down of how many cases ended; return how many rows fewer it is."""


class CaseWatchWork(CaseWork, CaseWatchRows, Protocol):
    """One transaction."""


class CaseWatchStore(Protocol):
    """The database as the watch over clocks sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CaseWatchWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CaseWatchWork]:
        """The same for reading only; it waits for no writer."""
