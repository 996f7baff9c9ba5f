"""Supervision tasks: inside a transaction, and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from dashboard.domain.supervision.records import SupervisionTask
from dashboard.domain.supervision.sheet import Sheet
from dashboard.domain.text import Language
from dashboard.ports.cases import CaseWork
from dashboard.ports.city import CityRows


class SupervisionRows(Protocol):
    """Supervision tasks inside a transaction."""

    def next_task_number(self, day: date) -> int:
        """Return 1, 2, 3 … for the tasks of a day of the city; no number is given twice."""

    def task_of_request(self, issuer: str, request_key: str) -> int | None:
        """Return the key of the task that this issuer made by this request."""

    def add_task(self, task: SupervisionTask, request_key: str) -> int:
        """Store it with its cases and return its key."""

    def task(self, task_key: int) -> SupervisionTask | None: ...

    def save_task(self, task: SupervisionTask) -> bool:
        """Store it if what is stored has the revision before its own; False when somebody was faster."""

    def tasks(
        self, units: tuple[str | None, str | None] | None, open_only: bool, limit: int
    ) -> Sequence[SupervisionTask]:
        """The open ones by their time, then the ended ones, the newest first; of a squad and department, or all."""


class SupervisionWork(SupervisionRows, CityRows, CaseWork, Protocol):
    """One transaction of supervision."""


class SupervisionStore(Protocol):
    """Where tasks are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[SupervisionWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[SupervisionWork]:
        """The same for reading only; it waits for no writer."""


class SheetPrinter(Protocol):
    """What prints 《督查交办单》."""

    def pdf(self, sheet: Sheet, language: Language) -> bytes:
        """Return the sheet as a PDF with its fonts in it."""
