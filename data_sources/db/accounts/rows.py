"""Accounts, sessions, tokens, attempts and rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, text, update

from dashboard.domain.accounts import Account, ApiToken, Attempt, Session
from dashboard.domain.rights import Reach, Role
from dashboard.ports.accounts import AccountRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_A = t.account.c
_S = t.session.c
_T = t.api_token.c
_Y = t.sign_in_attempt.c
_R = t.role_right.c
_SESSION = tuple(_S[name] for name in Session._fields)
_TOKEN = tuple(_T[name] for name in ApiToken._fields)


class SqlAccountRows(SqlPart, AccountRows):
    """Rows of accounts."""

    def accounts(self) -> Sequence[Account]:
        """All, by name."""
        rows = self._connection.execute(select(t.account).order_by(_A.name))
        return [_account(row) for row in rows]

    def account(self, name: str) -> Account | None:
        """The account of this name."""
        row = self._connection.execute(select(t.account).where(_A.name == name)).first()
        return None if row is None else _account(row)

    def account_of_subject(self, oidc_subject: str) -> Account | None:
        """The account of somebody whom the identity provider knows."""
        row = self._connection.execute(select(t.account).where(_A.oidc_subject == oidc_subject)).first()
        return None if row is None else _account(row)

    def add_account(self, account: Account) -> Account | None:
        """The stored account; None when there is one of this name."""
        values = {name: value for name, value in account._asdict().items() if name != "account_key"}
        statement = upsert(self._dialect, t.account, ["name"], update=[]).returning(_A.account_key)
        key = self._connection.execute(statement, values).scalar_one_or_none()
        return None if key is None else account._replace(account_key=key)

    def save_account(self, account_key: int, changes: Mapping[str, Any]) -> None:
        """Change these fields."""
        self._connection.execute(update(t.account).where(_A.account_key == account_key).values(dict(changes)))

    def lock_accounts(self) -> None:
        """Until the transaction ends nobody else changes accounts; SQLite has one writer anyway."""
        if self._dialect == "postgresql":
            self._connection.execute(text("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE"))

    def session(self, digest: str) -> tuple[Session, Account] | None:
        """The session of a secret with its account."""
        query = select(*_SESSION, *(column.label(f"of_{column.name}") for column in t.account.c)).join(
            t.account, _A.account_key == _S.account_key
        )
        row = self._connection.execute(query.where(_S.token_digest == digest)).first()
        if row is None:
            return None
        count = len(Session._fields)
        return Session(*row[:count]), _account_from(dict(zip(t.account.c.keys(), row[count:], strict=True)))

    def sessions(self, account_key: int) -> Sequence[Session]:
        """Those of an account, the newest sign of life first."""
        query = select(*_SESSION).where(_S.account_key == account_key).order_by(_S.seen_us.desc(), _S.session_key)
        return [Session(*row) for row in self._connection.execute(query)]

    def add_session(self, digest: str, session: Session) -> int:
        """Store it and return its key."""
        values = {name: value for name, value in session._asdict().items() if name != "session_key"}
        statement = insert(t.session).values(token_digest=digest, **values).returning(_S.session_key)
        return int(self._connection.execute(statement).scalar_one())

    def note_seen(self, session_key: int, now_us: int) -> None:
        """When it was last used."""
        self._connection.execute(update(t.session).where(_S.session_key == session_key).values(seen_us=now_us))

    def remove_sessions(self, account_key: int, *, only: int | None = None, but: int | None = None) -> int:
        """Remove an account's sessions, or one of them, or all but one; return how many there were."""
        statement = delete(t.session).where(_S.account_key == account_key)
        if only is not None:
            statement = statement.where(_S.session_key == only)
        if but is not None:
            statement = statement.where(_S.session_key != but)
        return int(self._connection.execute(statement).rowcount)

    def forget_sessions(self, seen_before_us: int) -> None:
        """Remove those that were not used since then."""
        self._connection.execute(delete(t.session).where(_S.seen_us < seen_before_us))

    def token(self, digest: str) -> ApiToken | None:
        """The token of a secret, unless it was revoked."""
        query = select(*_TOKEN).where(_T.token_digest == digest, _T.revoked_us.is_(None))
        row = self._connection.execute(query).first()
        return None if row is None else _token(row)

    def tokens(self) -> Sequence[ApiToken]:
        """Those that are not revoked, by name."""
        query = select(*_TOKEN).where(_T.revoked_us.is_(None)).order_by(_T.name)
        return [_token(row) for row in self._connection.execute(query)]

    def add_token(self, digest: str, token: ApiToken) -> bool:
        """Store it; False when one of this name is in force."""
        values = {**token._asdict(), "scopes": packed(list(token.scopes)), "token_digest": digest}
        del values["token_key"]
        alive = _T.revoked_us.is_(None)
        statement = upsert(self._dialect, t.api_token, ["name"], update=[], where=alive).returning(_T.token_key)
        return self._connection.execute(statement, values).first() is not None

    def revoke_token(self, name: str, now_us: int) -> bool:
        """Take it back; False when there is none in force."""
        found = (_T.name == name, _T.revoked_us.is_(None))
        return bool(self._connection.execute(update(t.api_token).where(*found).values(revoked_us=now_us)).rowcount)

    def note_used(self, token_key: int, now_us: int) -> None:
        """When it was last used."""
        self._connection.execute(update(t.api_token).where(_T.token_key == token_key).values(used_us=now_us))

    def attempts(self, account: str, address: str, since_us: int) -> Sequence[Attempt]:
        """Those of the account from anywhere, and of the address at any account."""
        columns = (_Y[name] for name in Attempt._fields)
        query = select(*columns).where(_Y.at_us > since_us, or_(_Y.account == account, _Y.address == address))
        return [Attempt(*row) for row in self._connection.execute(query)]

    def add_attempt(self, attempt: Attempt, forget_before_us: int) -> None:
        """Store it, and forget those that no rule looks at any more."""
        self._connection.execute(delete(t.sign_in_attempt).where(_Y.at_us < forget_before_us))
        self._connection.execute(insert(t.sign_in_attempt).values(attempt._asdict()))

    def rights(self, role: Role) -> Mapping[str, Reach]:
        """What a role may, by permission."""
        rows = self._connection.execute(select(_R.permission, _R.reach).where(_R.role == role.value))
        return {permission: Reach(reach) for permission, reach in rows}

    def save_rights(self, role: Role, rights: Mapping[str, Reach]) -> None:
        """Put these in place of what it may."""
        self._connection.execute(delete(t.role_right).where(_R.role == role.value))
        rows = [{"role": role.value, "permission": name, "reach": reach.value} for name, reach in rights.items()]
        if rows:
            self._connection.execute(insert(t.role_right), rows)

    def knows_person(self, number: str) -> bool:
        """Whether somebody of that number works here."""
        known = select(t.person.c.person_key).where(t.person.c.number == number, t.person.c.left_us.is_(None))
        return self._connection.execute(known).first() is not None

    def has_department(self, code: str) -> bool:
        """By its code."""
        found = self._connection.execute(select(t.department.c.code).where(t.department.c.code == code)).first()
        return found is not None

    def areas_of_squad(self, squad: str) -> frozenset[str]:
        """The codes of the areas that are a squad's."""
        query = select(t.area.c.code).join(t.squad, t.squad.c.squad_key == t.area.c.squad_key)
        return frozenset(self._connection.execute(query.where(t.squad.c.code == squad)).scalars())


def _account(row: Row[Any]) -> Account:
    return _account_from(row._asdict())


def _account_from(fields: Mapping[str, Any]) -> Account:
    return Account(**{name: fields[name] for name in Account._fields})._replace(role=Role(fields["role"]))


def _token(row: Row[Any]) -> ApiToken:
    fields = row._asdict()
    return ApiToken(**{**fields, "scopes": tuple(unpacked(fields["scopes"]))})
