"""Saved views of the list of cases, and who has which case open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import case, delete, select

from dashboard.domain.cases.authors import Holder
from dashboard.domain.cases.desk import PRESENT_FOR_US, Present, SavedView
from dashboard.domain.people.posts import Post
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.ports.case_desk import CaseDeskRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.people.rows import PEOPLE
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
        account, person, squad = t.account.c, t.person.c, t.squad.c
        query = (
            select(account.name.label("account"), account.role, person.name, person.post, squad.code)
            .add_columns(squad.name.label("squad_name"))
            .select_from(t.account)
            .outerjoin(t.person, person.number == account.person)
            .outerjoin(t.squad, squad.squad_key == person.squad_key)
            .where(account.name.in_(accounts))
        )
        found = {row.account: _holder(row) for row in self._connection.execute(query)}
        return found | self._people_without_account(accounts - found.keys())

    def _people_without_account(self, numbers: Collection[str]) -> dict[str, Holder]:
        """What came from another system names people by their numbers."""
        query = PEOPLE.where(t.person.c.number.in_(numbers))
        return {row.number: _person(row) for row in self._connection.execute(query)} if numbers else {}

    def present(self, case_key: int, since_us: int) -> Sequence[Present]:
        """Who gave a sign since then, the first that came first."""
        query = (
            select(_P.account, _P.since_us)
            .where(_P.case_key == case_key, _P.seen_us >= since_us)
            .order_by(_P.since_us, _P.account)
        )
        return [Present(row.account, row.since_us) for row in self._connection.execute(query)]


def _holder(row: Any) -> Holder:
    if row.name is None:
        return Holder(Role(row.role))
    return Holder(Role(row.role), PersonName(row.name), Post(row.post), row.code, row.squad_name or "")


def _person(row: Any) -> Holder:
    return Holder(None, PersonName(row.name), Post(row.post), row.squad, row.squad_name or "")
