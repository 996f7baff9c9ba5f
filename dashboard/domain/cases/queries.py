"""What is asked of the list of cases."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import CaseState, Source

LARGEST_PAGE: Final = 500
SHORTEST_SEARCH: Final = 2


class CaseSort(StrEnum):
    """By what a list is sorted; the direction is told apart."""

    REPORTED = "reported_at"
    DUE = "due_at"
    STEP_DUE = "step_due_at"
    NUMBER = "number"
    CATEGORY = "category"
    STATE = "state"
    SQUAD = "squad"
    SOURCE = "source"
    ADDRESS = "address"


class Sorting(NamedTuple):
    """A sort and its direction."""

    by: CaseSort = CaseSort.REPORTED
    descending: bool = True


class Sight(NamedTuple):
    """How far somebody sees: everything, or what is theirs. `areas` are codes; what lies below them counts."""

    everything: bool = True
    account: str = ""
    person: str | None = None
    squad: str | None = None
    areas: frozenset[str] = frozenset()
    department: str | None = None


class CaseQuery(NamedTuple):
    """What is looked for: None and empty are everything. An area stands for what is below it.

    `states` are any of several; `open_only` leaves out what has ended; `text` stands in number, address or description;
    `until_us` is no more in it; `unattended` is what somebody has who is not there any more.
    """

    sight: Sight = Sight()
    state: CaseState | None = None
    lamp: Lamp | None = None
    squad: str | None = None
    department: str | None = None
    area: str | None = None
    categories: frozenset[str] = frozenset()
    source: Source | None = None
    assignee: str | None = None
    from_us: int | None = None
    until_us: int | None = None
    text: str = ""
    open_only: bool = False
    pending_only: bool = False
    alarm_key: int | None = None
    states: frozenset[CaseState] = frozenset()
    unattended: bool = False


class CasePage(NamedTuple):
    """One page, how many there are in all, and the cursor of the next page (None on the last)."""

    items: tuple[Case, ...]
    total: int
    next: str | None


class LampCount(NamedTuple):
    """How many cases have each lamp of the whole case; each case has one."""

    green: int = 0
    yellow: int = 0
    red: int = 0
    grey: int = 0

    @property
    def total(self) -> int:
        """How many cases there are."""
        return sum(self)

    def of(self, lamp: Lamp | None) -> int:
        """How many have this lamp; of None all."""
        return self.total if lamp is None else int(getattr(self, lamp.value))
