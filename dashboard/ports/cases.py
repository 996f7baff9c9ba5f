"""Cases, inside a transaction and in lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple, Protocol

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.queries import CaseQuery, LampCount, Sorting
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.ports.calendars import CalendarRows
from dashboard.ports.case_desk import CaseDeskRows
from dashboard.ports.case_discovery import CaseLinks
from dashboard.ports.case_guessing import CaseGuessRows
from dashboard.ports.case_snapshots import CaseSnapshotRows
from dashboard.ports.case_tasks import CaseTaskRows
from dashboard.ports.dispatching import DispatchRows
from dashboard.ports.event_verdicts import EventVerdicts
from dashboard.ports.photos import PhotoRows
from dashboard.ports.positions import PositionWork


class Doubled(NamedTuple):
    """What was made of a command when it came the first time; `digest` is that of what it said."""

    case_key: int
    digest: str


class Occasion(NamedTuple):
    """Where an asset, an alarm or an event of a camera is, WGS-84; `address` is as near as the register tells it."""

    asset_id: str | None
    lon: float
    lat: float
    address: str


class CaseRows(Protocol):
    """Cases inside a transaction."""

    def next_case_number(self, day: date) -> int:
        """Return 1, 2, 3 … for the cases of a day of the city; no number is given twice."""

    def add_case(self, case: Case) -> Case:
        """Store it and return it with its key."""

    def add_cases(self, cases: Sequence[Case]) -> Sequence[int]:
        """Store many at once and return their keys in the same order; none of their numbers is there yet."""

    def cases_of_numbers(self, numbers: Sequence[str]) -> Mapping[str, Case]:
        """Return those cases that there are of these numbers, by number, without the areas above theirs."""

    def case(self, case_key: int) -> Case | None:
        """One case with all areas it lies in, locked until the end of a transaction that writes."""

    def case_of_number(self, number: str) -> int | None:
        """Return the key of the case with this number."""

    def save_case(self, case: Case) -> bool:
        """Store it if what is stored has the revision before its own; False when somebody was faster."""

    def add_case_entries(self, entries: Sequence[CaseEntry]) -> None:
        """Store them; nothing of a timeline is ever changed or removed."""

    def case_entries(self, case_keys: Collection[int]) -> Sequence[CaseEntry]:
        """The timelines of these cases in one, the oldest first."""

    def case_shots(self, case_key: int) -> Sequence[Shot]:
        """The pictures of a case, the oldest first."""

    def add_case_shots(self, case_key: int, shots: Sequence[Shot], actor: str, at_us: int) -> None:
        """Store them; one that is there already stays as it is."""

    def doubled_command(self, actor: str, idempotency_key: str) -> Doubled | None:
        """What the same command made before; None when it never came."""

    def note_command(self, actor: str, idempotency_key: str, told: Doubled, at_us: int) -> None:
        """Remember that it came."""

    def occasion(self, draft: CaseDraft) -> Occasion | None:
        """Where the asset, else the alarm, else the camera event of a draft is; None when there is no such thing."""

    def cases_merged_into(self, case_key: int) -> Sequence[int]:
        """The keys of the cases that were merged into this one."""

    def known_units(self) -> Mapping[str, Collection[str]]:
        """The codes of `squad` and `department`, and the numbers of `person`s who did not leave."""


class CaseLists(Protocol):
    """Lists of cases."""

    def list_cases(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> tuple[Sequence[Case], str | None]:
        """Some cases in their order from the cursor on, and that of what follows. Raises BadInput on a bad one."""

    def list_with_lamps(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> tuple[Sequence[Case], str | None, LampCount]:
        """The same, with how many have each lamp, whichever lamp is asked for."""

    def count_cases(self, query: CaseQuery, now_us: int) -> int:
        """How many there are."""


class CaseWork(
    CaseRows,
    CaseLists,
    CaseTaskRows,
    CaseLinks,
    EventVerdicts,
    CaseGuessRows,
    CaseSnapshotRows,
    DispatchRows,
    PhotoRows,
    CalendarRows,
    PositionWork,
    CaseDeskRows,
    Protocol,
):
    """One transaction."""


class CaseStore(Protocol):
    """The database as cases see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CaseWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CaseWork]:
        """The same for reading only; it waits for no writer."""
