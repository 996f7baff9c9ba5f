"""Persons, squads, departments and responsibilities: brought in, listed, looked up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from dashboard.domain.grid import AreaHit
from dashboard.domain.imports import SheetRead
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.authors import Holder
from dashboard.domain.people.readouts import (
    AreaHolder,
    AreaLine,
    KeptPhoto,
    PeoplePage,
    PeopleQuery,
    PersonLine,
    PersonSheet,
    SquadLine,
)
from dashboard.domain.people.records import Department, Person, Responsibility, Squad
from dashboard.ports.parts import AuditLog, FeedRevisions


class SheetReader(Protocol):
    """Tables that offices exported; see data_sources/sheets.py."""

    def read_sheet(self, path: Path, usual: Mapping[str, Sequence[str]], needed: Sequence[str]) -> SheetRead:
        """The rows of a file by field. Raises BadInput when the file cannot be used at all."""


class PeopleRows(Protocol):
    """People and what they belong to, inside a transaction."""

    def squads(self) -> Sequence[Squad]: ...

    def departments(self) -> Sequence[Department]: ...

    def people(self) -> Sequence[Person]: ...

    def area_codes(self) -> Collection[str]: ...

    def save_squads(self, squads: Sequence[Squad]) -> None:
        """Store them by their code."""

    def save_departments(self, departments: Sequence[Department]) -> None:
        """Store them by their code; parents come first or are there."""

    def save_people(self, people: Sequence[Person]) -> None:
        """Store them by their number; their squads and departments are there."""

    def replace_responsibilities(
        self, responsibilities: Sequence[Responsibility], *, people: Collection[str] = (), squads: Collection[str] = ()
    ) -> None:
        """Store these in place of all that the people hold, and that posts in the squads hold.

        A title that nobody was named for goes when its area now has somebody in that role.
        """


class PortraitRows(Protocol):
    """Photos of people, inside a transaction."""

    def portrait(self, number: str) -> KeptPhoto | None:
        """The person's photo; None without one, and without such a person."""

    def replace_portrait(self, number: str, photo: KeptPhoto | None) -> bool:
        """Keep this one, or none; the one before goes unless something else shows it too.

        Return whether there is such a person.
        """


class PeopleWork(PeopleRows, PortraitRows, AuditLog, FeedRevisions, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class PeopleStore(Protocol):
    """Where people are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[PeopleWork]: ...


class PeopleReads(Protocol):
    """People as they are looked at. Every method raises Unavailable when the database is out of reach."""

    def people(self, query: PeopleQuery) -> PeoplePage:
        """By squad, post and number; those without a squad first."""

    def people_after(self, query: PeopleQuery, key: int) -> Sequence[PersonLine]:
        """In the order in which they were brought in, those after `key`."""

    def person(self, number: str) -> PersonSheet | None: ...

    def squad_lines(self) -> Sequence[SquadLine]: ...

    def departments(self) -> Sequence[Department]: ...

    def people_by_department(self) -> Mapping[str, int]:
        """How many people who still work here are directly in each department, by its code."""

    def area_lines(self, levels: Sequence[str]) -> Sequence[AreaLine]:
        """The areas of these levels, each after its parent, siblings by code, with who answers for them."""

    def areas_around(self, codes: Sequence[str]) -> Mapping[str, AreaNode]:
        """These areas and all above them, by code; unknown codes are left out."""

    def asset_areas(self, asset_id: str) -> AreaHit | None:
        """Where an asset lies; None without such an asset."""

    def holders(self, codes: Sequence[str]) -> Sequence[AreaHolder]:
        """Who answers for these areas now, in the order in which they were named; a post is held by all who have it."""

    def squad_leaders(self, squad: str) -> Sequence[PersonLine]: ...

    def holders_of_accounts(self, accounts: Set[str]) -> Mapping[str, Holder]:
        """Whose these accounts are, by their names, or who has such a number; what is neither is left out."""
