"""Tables of cases that another system exported."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text
from dashboard.ports.case_watching import CaseWarningRows
from dashboard.ports.cases import CaseWork
from dashboard.ports.ghosts import RegisterRows


class CaseRow(NamedTuple):
    """One record of a table: where it is, its cells as they stand there, and by column; None when they do not fit."""

    where: Text
    raw: Sequence[str]
    cells: Mapping[str, str] | None


class CaseTable(Protocol):
    """An open table, which is read once and never as a whole."""

    @property
    def heading(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def share_read(self) -> float:
        """How much of it was read, 0 to 1."""

    def rows(self) -> Iterator[CaseRow]:
        """Its records in their order."""


class CaseTables(Protocol):
    """Where tables are opened."""

    def open(self, path: Path, needed: Collection[str]) -> AbstractContextManager[CaseTable]:
        """Open a table. Raises BadInput when it cannot be read or a needed column is missing."""


class Surveyor(Protocol):
    """Knows the reference system of a table."""

    def wgs84(self, pairs: Sequence[tuple[float, float]]) -> Sequence[Position | Text]:
        """Return each pair as WGS-84, or why it can be no position."""


class Rejects(Protocol):
    """Where the rows are kept that were not taken."""

    def keep(self, row: CaseRow, reason: Text) -> None:
        """Keep a row with why it was not taken."""


class CaseImportWork(RegisterRows, CaseWork, CaseWarningRows, Protocol):
    """One transaction."""


class CaseImportStore(Protocol):
    """The database as the import sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CaseImportWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CaseImportWork]:
        """The same for reading only; it waits for no writer."""
