"""What is somebody's to do, and what is nobody's any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.tasks import Doer


class CaseTaskRows(Protocol):
    """Tasks inside a transaction; the cases come without the areas above theirs."""

    def tasks_of(self, doer: Doer, limit: int) -> Sequence[Case]:
        """The open cases that somebody has, may take, or shall verify or check; the first due first."""

    def department_of(self, person: str) -> str | None:
        """The code of the department that somebody works for."""

    def shots_of(self, case_keys: Collection[int]) -> Mapping[int, Sequence[Shot]]:
        """The pictures of each case, the oldest first."""
