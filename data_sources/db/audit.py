"""The audit log: a chain of entries that is added to at the end of a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, insert, or_, select, update

from dashboard.domain.audit import BEGINNING, AuditQuery, Deed, Entry, Link, deed_of, names_ever, next_link
from dashboard.domain.rights import Actor
from dashboard.ports.audit import AuditReads
from dashboard.ports.parts import AuditCounts, AuditLog
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.like import like
from data_sources.db.part import SqlPart
from data_sources.db.storable import storable

_A = t.audit.c
_H = t.audit_head.c
_SLICE = 5_000


class SqlAuditLog(SqlPart, AuditLog, AuditCounts):
    """Entries of the audit log, and how many there are."""

    def __init__(self, connection: Connection, now_us: int) -> None:
        super().__init__(connection, now_us)
        self._deeds: list[Deed] = []

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log; it is written by `chain_deeds`."""
        deed = deed_of(actor, action, subject, detail, at_us)
        self._deeds.append(Deed(deed.at_us, *(storable(text) for text in deed[1:])))

    def chain_deeds(self) -> None:
        """Write what was noted; the last thing in a transaction, for the chain is locked from then on."""
        if not self._deeds:
            return
        link, rows = self._lock_head(), []
        for deed in self._deeds:
            link = next_link(link, deed)
            rows.append({"number": link.number, "digest": link.digest, **deed._asdict()})
        self._deeds = []
        self._connection.execute(insert(t.audit), rows)
        self._connection.execute(update(t.audit_head).values(link._asdict()))

    def audited(self, action: str, since_us: int) -> int:
        """How often the audit log has this action since then, by whatever name."""
        query = select(func.count()).where(_A.action.in_(names_ever(action)), _A.at_us >= since_us)
        return int(self._connection.execute(query).scalar_one())

    def _lock_head(self) -> Link:
        row = self._connection.execute(select(_H.number, _H.digest).with_for_update()).one()
        return Link(*row)


class SqlAuditReader(AuditReads):
    """Reads the chain. Every method raises Unavailable when the database is out of reach."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def head(self) -> Link:
        """Where the chain stands; at its beginning when nothing was written, or its head was taken away."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_H.number, _H.digest)).first()
        return Link(*row) if row else Link(0, BEGINNING)

    def entries(self) -> Iterator[Entry]:
        """Every entry in its order, some thousands at a time."""
        last = 0
        while True:
            query = select(t.audit).where(_A.number > last).order_by(_A.number).limit(_SLICE)
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
            yield from map(entry_of, rows)
            if len(rows) < _SLICE:
                return
            last = rows[-1].number

    def find(self, query: AuditQuery, limit: int, before: int | None) -> Sequence[Entry]:
        """The entries that match, the newest first, from below number `before`."""
        found = select(t.audit).where(*_matches(query)).order_by(_A.number.desc()).limit(limit)
        if before is not None:
            found = found.where(_A.number < before)
        with reading(self._engine) as connection:
            return [entry_of(row) for row in connection.execute(found)]

    def actions(self) -> Sequence[str]:
        """Every action that was ever noted, as it was noted, in the order of the alphabet."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(_A.action).distinct().order_by(_A.action)).scalars())


def _matches(query: AuditQuery) -> Iterator[ColumnElement[bool]]:
    if query.actor:
        yield _A.actor == query.actor
    if query.action:
        yield _A.action.in_(names_ever(query.action))
    if query.from_us is not None:
        yield _A.at_us >= query.from_us
    if query.until_us is not None:
        yield _A.at_us < query.until_us
    if query.text:
        pattern = like(query.text)
        yield or_(_A.subject.ilike(pattern, escape="\\"), _A.detail.ilike(pattern, escape="\\"))


def entry_of(row: Row[Any]) -> Entry:
    """A row of the audit log as an entry."""
    fields = row._mapping
    return Entry(fields["number"], Deed(*(fields[name] for name in Deed._fields)), fields["digest"])
