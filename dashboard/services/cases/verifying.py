"""Use case: compute the deadlines of every case again, and name each difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from dashboard.domain.cases.queries import CaseQuery
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.cases.verifying import CaseDifference, Sources, differences
from dashboard.domain.cases.warnings import USUAL_BOUNDS, SuspensionBounds
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.case_watching import CaseWatchStore, CaseWatchWork, EndlessSuspension
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.watching import endless
from dashboard.services.catalogue.reading import Catalogues

AT_ONCE: Final = 500
"""How many cases are in memory at a time."""

Tell = Callable[[int], object]


class Verdict(NamedTuple):
    """How many cases were computed, and how many of them differ."""

    cases: int
    differing: int


class CaseVerification:
    """Reads slice by slice, each in its own look at the database, so that nobody waits. Raises Unavailable."""

    def __init__(
        self,
        store: CaseWatchStore,
        calendars: Calendars,
        catalogues: Catalogues,
        suspensions: SuspensionBounds = USUAL_BOUNDS,
        *,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._calendars = calendars
        self._catalogues = catalogues
        self._suspensions = suspensions
        self._at_once = at_once
        self._known: dict[int, Catalogue | None] = {}

    def total(self, now_us: int) -> int:
        """Return how many cases there are."""
        with self._store.look() as work:
            return work.count_cases(CaseQuery(), now_us)

    def endless(self, now_us: int) -> Sequence[EndlessSuspension]:
        """Return suspended cases that do not end by themselves, the longest suspended first."""
        return endless(self._store, self._suspensions, now_us)

    def _catalogue(self, number: int) -> Catalogue | None:
        """Each version once: it never changes."""
        if number not in self._known:
            self._known[number] = self._catalogues.of_version(number)
        return self._known[number]

    def verify(self, found: Callable[[CaseDifference], object], tell: Tell) -> Verdict:
        """Hand each difference to `found` and the count of cases so far to `tell`; return how it came out."""
        cases = differing = 0
        for each in self._slices():
            for differs in each:
                cases += 1
                differing += bool(differs)
                for difference in differs:
                    found(difference)
            tell(cases)
        return Verdict(cases, differing)

    def _slices(self) -> Iterator[list[list[CaseDifference]]]:
        after = 0
        while True:
            with self._store.look() as work:
                cases = work.cases_after(after, self._at_once)
                if not cases:
                    return
                entries = _by_case(work.case_entries([case.case_key for case in cases]))
                sources = self._sources(work)
                computed = [_computed(case, entries[case.case_key], sources) for case in cases]
            after = cases[-1].case_key
            yield computed

    def _sources(self, work: CaseWatchWork) -> Sources:
        return Sources(calendar=lambda version: self._calendars.frozen(version, work), catalogue=self._catalogue)


def _computed(case: Case, entries: Sequence[CaseEntry], sources: Sources) -> list[CaseDifference]:
    try:
        return list(differences(case, entries, sources))
    except (BadInput, Conflict, NotFound, ValueError) as error:
        return [CaseDifference(case.number, "frozen", "unreadable", str(error))]


def _by_case(entries: Sequence[CaseEntry]) -> defaultdict[int, list[CaseEntry]]:
    """In the order in which they were written."""
    found: defaultdict[int, list[CaseEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.entry_key):
        found[entry.case_key].append(entry)
    return found
