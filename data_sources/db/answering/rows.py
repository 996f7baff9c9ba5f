"""Links inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, insert, select, update

from dashboard.domain.answering.links import AnswerLink
from dashboard.ports.answering import AnswerLinkRows
from data_sources.db import tables as t
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart

_L = t.answer_link.c
_COLUMNS = tuple(_L[name] for name in AnswerLink._fields)


class SqlAnswerLinkRows(SqlPart, AnswerLinkRows):
    """Links."""

    def add_answer_link(self, link: AnswerLink, token_digest: str) -> int:
        """Store it; return its key."""
        row = {name: value for name, value in link._asdict().items() if name != "link_key"}
        statement = insert(t.answer_link).values(token_digest=token_digest, **row).returning(_L.link_key)
        return int(self._connection.execute(statement).scalar_one())

    def answer_link(self, link_key: int) -> AnswerLink | None:
        """By its key."""
        return self._one(select(*_COLUMNS).where(_L.link_key == link_key))

    def answer_link_of(self, token_digest: str) -> AnswerLink | None:
        """By its token."""
        return self._one(select(*_COLUMNS).where(_L.token_digest == token_digest))

    def answer_links(self, case_key: int) -> Sequence[AnswerLink]:
        """The newest first."""
        query = select(*_COLUMNS).where(_L.case_key == case_key).order_by(_L.link_key.desc())
        return [AnswerLink(*row) for row in self._connection.execute(query)]

    def save_answer_link(self, link: AnswerLink) -> None:
        """What may change of it."""
        changes = {"revoked_us": link.revoked_us, "answered_us": link.answered_us, "answer": link.answer}
        self._connection.execute(update(t.answer_link).where(_L.link_key == link.link_key).values(changes))

    def _one(self, query: Select[Any]) -> AnswerLink | None:
        """On PostgreSQL its row is locked when the transaction writes."""
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        row = self._connection.execute(query).first()
        return None if row is None else AnswerLink(*row)
