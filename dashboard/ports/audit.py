"""What reading the audit log needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.audit import AuditQuery, Entry, Link
from dashboard.ports.parts import AuditLog


class AuditReads(Protocol):
    """The chain as it is stored. Every method raises Unavailable when the database is out of reach."""

    def head(self) -> Link:
        """Return where the database says that the chain stands."""

    def entries(self) -> Iterable[Entry]:
        """Return every entry in its order."""

    def find(self, query: AuditQuery, limit: int, before: int | None) -> Sequence[Entry]:
        """Return the entries that match, the newest first, from below number `before`."""

    def actions(self) -> Sequence[str]:
        """Return every action that was ever noted, as it was noted, in the order of the alphabet."""


class AuditStore(Protocol):
    """Where deeds are noted that change nothing else in the database."""

    def begin(self) -> AbstractContextManager[AuditLog]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""
