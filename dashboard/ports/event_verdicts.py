"""Verdicts on camera events, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from dashboard.domain.triage.second_look import SecondLook
from dashboard.domain.triage.verdicts import Given, Judged


class EventVerdicts(Protocol):
    """Verdicts inside a transaction; part of what cases do, as a report is a verdict on the event that it is of."""

    def judged_event(self, event_key: int) -> Judged | None:
        """Return an event as far as verdicts go, locked until the end of a transaction that writes."""

    def verdicts_on(self, event_keys: Collection[int]) -> Sequence[Given]:
        """Return all verdicts on these events, undone ones and undos too, the oldest first."""

    def looks_at(self, event_keys: Collection[int]) -> Sequence[SecondLook]:
        """Return the second looks at these events, those that nobody took yet too."""

    def verdict_before(self, event_key: int) -> Given | None:
        """Return the verdict that stood before the one that stands."""

    def give_verdict(self, given: Given, after: Judged) -> int:
        """Store the verdict and what it makes of the event, let its claim go, and return the verdict's number."""
