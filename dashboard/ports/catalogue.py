"""The catalogue: its versions, and what each says."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from dashboard.domain.catalogue.tree import Contents, Version
from dashboard.ports.parts import AuditLog, FeedRevisions


class CatalogueRows(Protocol):
    """The catalogue inside a transaction. What a version says never changes; only when it ends does."""

    def catalogue_versions(self) -> Sequence[Version]:
        """All, the newest beginning first; of those that began on one day the last imported first."""

    def catalogue_contents(self, version: int) -> Contents:
        """What a version says; empty when there is no such version."""

    def add_catalogue(self, version: Version, contents: Contents) -> int:
        """Store it with what it says, and return its number."""

    def end_catalogue(self, version: int, last_day: date) -> None:
        """From now on this is its last day."""


class CatalogueWork(CatalogueRows, AuditLog, FeedRevisions, Protocol):
    """One transaction of the catalogue."""


class CatalogueStore(Protocol):
    """Where the catalogue is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CatalogueWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CatalogueWork]:
        """The same for reading only; it waits for no writer."""
