"""Use case: look at a case whole, and at lists of cases with what their codes are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from dashboard.domain.cases.clocks import Clock
from dashboard.domain.cases.queries import CasePage, CaseQuery, CaseSort, LampCount, Sorting
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.cases.sheets import CaseFile, CaseNames, ClockFace, face_of
from dashboard.domain.cases.states import BEFORE_FILING
from dashboard.domain.cases.timing import Frozen
from dashboard.domain.catalogue.records import Step
from dashboard.domain.people.authors import Author
from dashboard.domain.rights import Actor, Permission
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock as Now
from dashboard.services.access import require
from dashboard.services.cases.calendars import Calendars
from dashboard.services.cases.reading import Cases, CaseView
from dashboard.services.people.directory import as_seen

_PEOPLE: Final = ("assignee", "was_assignee", "checker")
"""Members of an entry that name people."""


class CaseSheet(NamedTuple):
    """A case with its actions, and everything that is told of it."""

    view: CaseView
    file: CaseFile


class CaseListing(NamedTuple):
    """A page of a list, its lamps whatever lamp is asked for, and the names."""

    page: CasePage
    lamps: LampCount
    names: CaseNames
    now_us: int


class CaseSheets:
    """What pages show of cases. Raises Forbidden, NotFound, BadInput, Unavailable."""

    def __init__(self, store: CaseStore, reading: Cases, calendars: Calendars, clock: Now) -> None:
        self._store = store
        self._reading = reading
        self._calendars = calendars
        self._clock = clock

    def sheet(self, case_key: int, actor: Actor) -> CaseSheet:
        """Return everything about one case."""
        view, entries = self._reading.view(case_key, actor), self._reading.timeline(case_key, actor)
        now_us, frozen = self._clock(), Frozen.from_json(view.case.clocks.frozen)
        accounts = [entry.actor for entry in entries]
        with self._store.look() as work:
            faces = tuple(self._faces(work, _running(frozen), now_us, view.case.times.done_us))
            ended = tuple(self._faces(work, [(each.step, each.clock) for each in frozen.steps], now_us))
            names = names_of(work, set(numbers_of([view.case], entries)))
            names = names._replace(authors=authors_of(work, accounts, actor))
            numbers = dict(_others(work, view.case, entries))
        file = CaseFile(view.case, entries, faces, ended, names, numbers, frozen.catalogue, now_us)
        return CaseSheet(view, file)

    def listing(
        self,
        query: CaseQuery,
        category: str | None,
        sorting: Sorting,
        limit: int,
        cursor: str | None,
        actor: Actor,
    ) -> CaseListing:
        """Return a page of what the actor sees, with the lamps of all of it."""
        wanted = self._reading.with_categories(query, category)
        page, lamps = self._reading.lit_page(wanted, sorting, limit, cursor, actor)
        with self._store.look() as work:
            names = names_of(work, set(numbers_of(page.items, ())))
        return CaseListing(page, lamps, names, self._clock())

    def found(self, text: str, limit: int, actor: Actor) -> CasePage:
        """Return the newest cases with this text in number, address, description or category."""
        return self._reading.page(CaseQuery(text=text), Sorting(), limit, None, actor)

    def waiting(self, limit: int, actor: Actor) -> CasePage:
        """Return the reports that wait to be taken in, verified or filed, the most urgent first."""
        return self._reading.page(
            CaseQuery(states=BEFORE_FILING), Sorting(CaseSort.STEP_DUE, False), limit, None, actor
        )

    def names(self, actor: Actor) -> CaseNames:
        """Return what squads, departments and areas are called."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            return names_of(work, set())

    def _faces(
        self,
        work: CaseWork,
        clocks: Iterable[tuple[Step | None, Clock]],
        now_us: int,
        done_us: int | None = None,
    ) -> Iterator[ClockFace]:
        for step, clock in clocks:
            calendar = self._calendars.frozen(clock.calendar, work)
            yield face_of(clock, calendar, step, now_us, done_us if step is None else None)


def _running(frozen: Frozen) -> Iterator[tuple[Step | None, Clock]]:
    if frozen.step is not None:
        yield frozen.step.step, frozen.step.clock
    if frozen.whole is not None:
        yield None, frozen.whole


def names_of(work: CaseWork, numbers: Collection[str]) -> CaseNames:
    """Return what squads, departments, areas and these people are called, people masked."""
    people = work.people() if numbers else ()
    return CaseNames(
        squads={each.code: each.name for each in work.squads()},
        departments={each.code: each.name for each in work.departments()},
        areas={code: each.name for code, each in work.roster_areas().items()},
        people={each.number: each.name.masked() for each in people if each.number in numbers},
    )


def authors_of(work: CaseWork, accounts: Iterable[str | None], actor: Actor) -> Mapping[str, Author]:
    """Return whose the accounts are that did something, as the actor may see them."""
    return as_seen(work.holders_of_accounts({each for each in accounts if each}), actor)


def numbers_of(cases: Iterable[Case], entries: Iterable[CaseEntry]) -> Iterator[str]:
    """Yield the numbers of the people who are named."""
    yield from (number for case in cases for number in (case.units.assignee, case.units.checker) if number is not None)
    named = (entry.data.get(name) for entry in entries for name in _PEOPLE)
    yield from (number for number in named if number is not None)


def _others(work: CaseWork, case: Case, entries: Iterable[CaseEntry]) -> Iterator[tuple[int, str]]:
    """The numbers of the other cases that the entries are of or name."""
    named = {key for entry in entries for key in (entry.case_key, entry.data.get("into")) if key is not None}
    for key in {*named, *([case.merged_into] if case.merged_into is not None else [])} - {case.case_key}:
        other = work.case(key)
        if other is not None:
            yield key, other.number
