"""Rules by which alarms become cases, the alarms that they mean, and cases around a place."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.cases.by_alarm import CaseByAlarm
from dashboard.ports.cases import CaseWork


class CaseRuleRows(Protocol):
    """The rules inside a transaction."""

    def cases_by_alarm(self) -> Sequence[CaseByAlarm]:
        """Return every rule by its key; in a transaction that writes they are locked, so that one at a time decides."""

    def save_case_by_alarm(self, rule: CaseByAlarm) -> None:
        """Store it by its key."""

    def meant_alarms(self, rule: CaseByAlarm, since_us: int, limit: int) -> Sequence[int]:
        """Return the keys of what a rule means and is no case yet, the earliest first: open, or cleared since then, and
        raised since then.

        What is shelved, under maintenance or of people is not meant.
        """

    def made_since(self, rule: str, since_us: int) -> int:
        """Return how many cases a rule has made since then."""


class CaseRuleWork(CaseWork, CaseRuleRows, Protocol):
    """One transaction."""


class CaseRuleStore(Protocol):
    """The database as these rules see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CaseRuleWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CaseRuleWork]:
        """The same for reading only; it waits for no writer."""
