"""What a squad has that goes to the one that takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.people.records import Squad
from dashboard.domain.squads.merging import Handover
from dashboard.ports.people import PeopleWork


class SquadMergerRows(Protocol):
    """Squads that are merged, inside a transaction."""

    def held_by_squad(self, code: str) -> Handover:
        """What would go to the other squad now."""

    def save_mergers(self, squads: Sequence[Squad]) -> None:
        """Store which squads took these over, and since when."""

    def hand_over_squad(self, code: str, into: str) -> None:
        """Give people who did not leave, areas, posts that answer, needs, accounts and open tasks to the other squad.

        Cases stay, each goes with an entry of its timeline; so does whatever has ended.
        """


class SquadMergerWork(PeopleWork, SquadMergerRows, Protocol):
    """One transaction."""


class SquadMergerStore(Protocol):
    """The database as mergers see it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[SquadMergerWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[SquadMergerWork]:
        """The same for reading only."""
