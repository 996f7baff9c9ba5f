"""What is kept for those who work with cases: saved views, and who has which case open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from dashboard.domain.cases.desk import Present, SavedView
from dashboard.domain.people.authors import Holder


class CaseDeskRows(Protocol):
    """Saved views and presence inside a transaction; accounts are told by their names."""

    def case_views(self, account: str) -> Sequence[SavedView]:
        """Those of one account, in the order in which they were saved first."""

    def save_case_view(self, account: str, view: SavedView, at_us: int) -> None:
        """Store it by its name."""

    def remove_case_view(self, account: str, name: str) -> None:
        """Remove it; nothing happens when there is none."""

    def note_presence(self, case_key: int, account: str, at_us: int) -> None:
        """Store that the account has the case open; who was away for longer than a sign lasts begins anew."""

    def forget_presence(self, before_us: int, account: str | None = None, case_key: int | None = None) -> None:
        """Remove signs that are older, or those of one account and one case."""

    def holders_of_accounts(self, accounts: Set[str]) -> Mapping[str, Holder]:
        """Whose these accounts are, by their names, or who has such a number; what is neither is left out."""

    def present(self, case_key: int, since_us: int) -> Sequence[Present]:
        """Who gave a sign since then, the first that came first."""
