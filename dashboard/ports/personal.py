"""Everything that is kept about one person: taken out, and erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.accounts import Attempt
from dashboard.domain.audit import Entry
from dashboard.domain.jobs import Job
from dashboard.domain.people.readouts import KeptPhoto, PersonSheet
from dashboard.domain.personal import Photo
from dashboard.domain.roster.records import Absence
from dashboard.domain.roster.records import Entry as RosterEntry
from dashboard.ports.accounts import AccountRows
from dashboard.ports.jobs import JobRows
from dashboard.ports.parts import AuditLog, FeedRevisions


class PersonalRows(Protocol):
    """What is kept about one person, inside a transaction."""

    def person_sheet(self, number: str) -> PersonSheet | None:
        """The person with everything that is theirs to answer for, also what they hold by their post."""

    def photo(self, photo: Photo) -> KeptPhoto | None: ...

    def attempts_at(self, account: str) -> Sequence[Attempt]:
        """The attempts to sign in with an account that are still kept, the oldest first."""

    def entries_about(self, number: str, accounts: Collection[str]) -> Sequence[Entry]:
        """What the audit log has of the person, and of what was done by and to these accounts, the oldest first."""

    def roster_of(self, number: str) -> tuple[Sequence[RosterEntry], Sequence[Absence]]:
        """What the roster has of the person, and when they are away, by day."""

    def kept_of(self, number: str, accounts: Collection[str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What else is kept about the person and of these accounts, by what it is; times as `…_us`."""

    def forget_habits(self, account: str) -> None:
        """Remove the views that an account keeps, and the signs of which cases it has open."""

    def open_imports(self) -> int:
        """How many imports of people wait or run."""

    def reports_naming(self, number: str) -> Sequence[Job]:
        """The ended imports of people and rosters that refused a row of this number, the oldest first."""

    def save_report(self, job_key: int, result: Mapping[str, Any]) -> None:
        """Put this report in place of the one that an ended job has."""

    def forget_attempts(self, account: str) -> None: ...

    def remove_person(self, number: str) -> int:
        """Remove the person, the photo unless something else shows it too, and what they hold by themselves.

        Return how many responsibilities that were.
        """


class PersonalWork(PersonalRows, AccountRows, JobRows, AuditLog, FeedRevisions, Protocol):
    """One transaction of what is kept about people."""


class PersonalStore(Protocol):
    """Where all of it is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[PersonalWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""
