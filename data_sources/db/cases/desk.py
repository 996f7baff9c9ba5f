"""Saved views of the list of cases, and who has which case open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import case, delete, select

from dashboard.domain.cases.desk import PRESENT_FOR_US, Present, SavedView
from dashboard.domain.people.authors import Holder
from dashboard.ports.case_desk import CaseDeskRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.people.authors import holders_of_accounts
from data_sources.db.storable import storable
from data_sources.db.upserts import upsert

_V = t.case_view.c
_P = t.case_presence.c


class SqlCaseDeskRows(SqlPart, CaseDeskRows):
    """What is kept for those who work with cases."""

    def case_views(self, account: str) -> Sequence[SavedView]:
        """Those of one account, in the order in which they were saved first."""
        query = select(_V.name, _V.told).where(_V.account == account).order_by(_V.saved_us, _V.name)
        return [SavedView(row.name, unpacked(row.told)) for row in self._connection.execute(query)]

    def save_case_view(self, account: str, view: SavedView, at_us: int) -> None:
        """Store it by its name."""
        row = {"account": account, "name": storable(view.name), "told": packed(dict(view.told)), "saved_us": at_us}
        self._connection.execute(upsert(self._dialect, t.case_view, ["account", "name"], update=["told"]), row)

    def remove_case_view(self, account: str, name: str) -> None:
        """Remove it; nothing happens when there is none."""
        self._connection.execute(delete(t.case_view).where(_V.account == account, _V.name == name))

    def note_presence(self, case_key: int, account: str, at_us: int) -> None:
        """Store that the account has the case open; who was away for longer than a sign lasts begins anew."""
        begins = case((_P.seen_us < at_us - PRESENT_FOR_US, at_us), else_=_P.since_us)
        statement = upsert(self._dialect, t.case_presence, ["case_key", "account"], update=["seen_us"], since_us=begins)
        row = {"case_key": case_key, "account": account, "since_us": at_us, "seen_us": at_us}
        self._connection.execute(statement, row)

    def forget_presence(self, before_us: int, account: str | None = None, case_key: int | None = None) -> None:
        """Remove signs that are older, or those of one account and one case."""
        old = _P.seen_us < before_us
        which = old if account is None else old | ((_P.account == account) & (_P.case_key == case_key))
        self._connection.execute(delete(t.case_presence).where(which))

    def holders_of_accounts(self, accounts: Set[str]) -> Mapping[str, Holder]:
        """By the persons and squads that they stand for; who has no account is told by number."""
        return holders_of_accounts(self._connection, accounts)

    def present(self, case_key: int, since_us: int) -> Sequence[Present]:
        """Who gave a sign since then, the first that came first."""
        query = (
            select(_P.account, _P.since_us)
            .where(_P.case_key == case_key, _P.seen_us >= since_us)
            .order_by(_P.since_us, _P.account)
        )
        return [Present(row.account, row.since_us) for row in self._connection.execute(query)]
