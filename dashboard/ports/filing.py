"""Rules by which finds of cameras become cases by themselves, and the finds that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.triage.filing import Filing
from dashboard.domain.triage.precision import Precision
from dashboard.ports.triage import TriageWork


class FilingRows(Protocol):
    """The rules inside a transaction."""

    def filings(self) -> Sequence[Filing]:
        """Return every rule by its category; in a transaction that writes they are locked, so that one at a time
        decides.
        """

    def save_filing(self, filing: Filing) -> None:
        """Store it by its category."""

    def meant_events(self, filing: Filing, since_us: int, now_us: int, limit: int) -> Sequence[int]:
        """Return the keys of what a rule means, the earliest first: it waits, nobody has it, it has a picture and a
        camera that stands somewhere, and was first seen since then.
        """

    def filed_since(self, since_us: int) -> Mapping[str, int]:
        """Return how many cases rules made since then, by category; finds that joined a case are not counted."""

    def category_precisions(self, since_us: int) -> Mapping[str, Precision]:
        """Return the verdicts that count and were given since then, by category, of all cameras together."""


class FilingWork(TriageWork, FilingRows, Protocol):
    """One transaction."""


class FilingStore(Protocol):
    """The database as these rules see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[FilingWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[FilingWork]:
        """The same for reading only; it waits for no writer."""
