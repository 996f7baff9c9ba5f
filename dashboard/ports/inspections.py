"""Inspections: picked, filled in, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.inspections.records import Inspection, Mark, Point
from dashboard.ports.cameras import CameraAccessRows
from dashboard.ports.positions import PositionWork


class InspectionRows(Protocol):
    """Inspections inside a transaction."""

    def times_picked(self, since_us: int) -> Mapping[str, int]:
        """How often each person was picked since then, by number."""

    def add_inspection(self, inspection: Inspection) -> int:
        """Store it and return its key."""

    def inspection(self, inspection_key: int) -> Inspection | None: ...

    def end_inspection(self, inspection_key: int, marks: Mapping[Point, Mark], note: str, at_us: int) -> bool:
        """Fill it in; False when that was done before."""

    def inspections(self, squad: str | None, limit: int) -> Sequence[Inspection]:
        """The newest first, of one squad or of all."""


class InspectionWork(InspectionRows, CameraAccessRows, PositionWork, Protocol):
    """One transaction of inspections."""


class InspectionStore(Protocol):
    """Where inspections are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[InspectionWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[InspectionWork]:
        """The same for reading only; it waits for no writer."""
