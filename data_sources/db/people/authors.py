"""Whose accounts are, read inside a connection."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from typing import Any

from sqlalchemy import Connection, select

from dashboard.domain.people.authors import Holder
from dashboard.domain.people.posts import Post
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from data_sources.db import tables as t
from data_sources.db.people.rows import PEOPLE


def holders_of_accounts(connection: Connection, accounts: Set[str]) -> Mapping[str, Holder]:
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
    found = {row.account: _holder(row) for row in connection.execute(query)} if accounts else {}
    return found | _people_without_account(connection, accounts - found.keys())


def _people_without_account(connection: Connection, numbers: Collection[str]) -> dict[str, Holder]:
    """What came from another system names people by their numbers."""
    query = PEOPLE.where(t.person.c.number.in_(numbers))
    return {row.number: _person(row) for row in connection.execute(query)} if numbers else {}


def _holder(row: Any) -> Holder:
    if row.name is None:
        return Holder(Role(row.role))
    return Holder(Role(row.role), PersonName(row.name), Post(row.post), row.code, row.squad_name or "")


def _person(row: Any) -> Holder:
    return Holder(None, PersonName(row.name), Post(row.post), row.squad, row.squad_name or "")
