"""What the page of a squad reads of cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.cases.records import Case
from dashboard.domain.squads.hours import DayGroup, HourCount
from dashboard.domain.squads.periods import Span
from dashboard.domain.squads.places import Spot, SpotHour
from dashboard.domain.squads.readouts import CaseMark, CaseScope, LampTally
from dashboard.domain.squads.speeds import Speeds
from dashboard.ports.cases import CaseWork


class SquadRows(Protocol):
    """Cases of a squad, inside a transaction."""

    def lit_cases(self, scope: CaseScope, now_us: int, limit: int) -> Sequence[Case]:
        """Those that are late or soon due, and those that nobody of the unit took, the nearest deadline first."""

    def lamp_tally(self, scope: CaseScope, now_us: int) -> LampTally:
        """How many open ones have which lamp, of step or whole."""

    def case_marks(self, scope: CaseScope, now_us: int, limit: int) -> Sequence[CaseMark]:
        """Where open ones lie, the late first."""

    def sent_moments(self, case_keys: Collection[int]) -> Mapping[int, int]:
        """When each was sent to its unit last, dispatched or for rework, by key."""

    def spot_tasks(self, scope: CaseScope, limit: int) -> Sequence[Case]:
        """What is to be verified or checked, of the squad or in its areas, the nearest deadline first."""

    def pending_keys(self, scope: CaseScope, limit: int) -> Mapping[int, int]:
        """Cases with a request, the oldest first, each with the newest entry of its timeline."""

    def decided_count(self, actor: str, since_us: int) -> int:
        """How many requests somebody consented to or refused since then."""

    def speeds(self, scope: CaseScope, span: Span) -> Speeds:
        """Medians and what was in time, of a squad or of everybody."""

    def hour_counts(self, scope: CaseScope, group: DayGroup) -> Sequence[HourCount]:
        """What was reported on these days by category and hour."""

    def closed_spots(self, scope: CaseScope, since_us: int, limit: int) -> Sequence[Spot]:
        """Where cases of one sub-category that ended since then lie close together, the most first."""

    def spot_hours(self, scope: CaseScope, spot: Spot, since_us: int, offset_us: int) -> Sequence[SpotHour]:
        """At which hours the cases of a place were reported that were closed since then."""


class SquadWork(CaseWork, SquadRows, Protocol):
    """One transaction."""


class SquadStore(Protocol):
    """The database as the page of a squad sees it. Every method raises Unavailable when it is out of reach."""

    def look(self) -> AbstractContextManager[SquadWork]:
        """A transaction for reading only; it waits for no writer."""
