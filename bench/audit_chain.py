"""The audit log with many entries: how long it takes to walk its chain, to show a page and to search all texts."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import delete, insert, select, text, update

from bench.tables import show
from dashboard.domain.audit import AuditQuery, Link, first_broken
from dashboard.domain.rights import system
from data_sources.db import tables as t
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.engine import Database, create, writing
from data_sources.db.migrate import migrate
from tests.servers import NOW, NotInstalled, private_postgres

AT_ONCE: Final = 1_000
ACTIONS: Final = ("sign_in", "acknowledge_alarm", "edit_rule", "direct_wall")


def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    with ExitStack() as at_end:
        rows = [_row(name, at_end.enter_context(opened), entries) for name, opened in _databases().items()]
    head = (
        "database",
        "entries",
        "written, /s",
        "chain walked, s",
        "newest page, ms",
        "every text searched, ms",
        "found",
    )
    show("Audit log", head, rows)


def _databases() -> dict[str, AbstractContextManager[Database | None]]:
    return {"SQLite": _sqlite(), "PostgreSQL": _postgres()}


@contextmanager
def _sqlite() -> Iterator[Database | None]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create(f"sqlite:///{Path(folder) / 'audit.db'}")
        migrate(engine, NOW)
        yield engine
        engine.dispose()


@contextmanager
def _postgres() -> Iterator[Database | None]:
    """None where it is not installed."""
    with ExitStack() as at_end:
        try:
            cluster = at_end.enter_context(private_postgres(options=""))
        except NotInstalled:
            yield None
            return
        engine = create(cluster.new_database())
        yield engine
        engine.dispose()


def _row(name: str, engine: Database | None, entries: int) -> list[object]:
    if engine is None:
        return [name, "not installed", "", "", "", "", ""]
    reader = SqlAuditReader(engine)
    written_s = _timed(lambda: _fill(engine, entries))
    walked_s = _timed(lambda: _walk(reader, entries))
    page_s = _timed(lambda: reader.find(AuditQuery(action="edit_rule"), 50, None))
    search_s = _timed(lambda: reader.find(AuditQuery(text="nowhere"), 50, None))
    return [name, entries, entries / written_s, walked_s, 1000 * page_s, 1000 * search_s, _found(engine, reader)]


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def _fill(engine: Database, entries: int) -> None:
    store = SqlAccountStore(engine, lambda: NOW)
    for first in range(0, entries, AT_ONCE):
        with store.begin() as work:
            for number in range(first, min(first + AT_ONCE, entries)):
                detail = {"before": {"major": 0.25}, "after": {"major": 0.3, "number": number}}
                work.note_in_audit(system(), ACTIONS[number % len(ACTIONS)], f"JG-{number:06}", detail, NOW + number)


def _walk(reader: SqlAuditReader, entries: int) -> None:
    head = reader.head()
    broken = first_broken(reader.entries(), head, {})
    if broken is not None or head.number != entries:
        raise SystemExit(f"the chain of {head.number} entries does not hold: {broken}")


def _found(engine: Database, reader: SqlAuditReader) -> str:
    """Names what was done to the chain and noticed at its very place; whoever does it has to take the triggers away."""
    head = reader.head()
    middle, last = head.number // 2, head.number - 10
    with writing(engine) as connection:
        sqlite = engine.dialect.name == "sqlite"
        for trigger in ("audit_UPDATE", "audit_DELETE") if sqlite else ("audit_stays ON audit",):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
    found = []
    for deed, place, statement in (
        ("a change", middle, update(t.audit).values(actor="nobody").where(t.audit.c.number == middle)),
        ("a deletion", middle, delete(t.audit).where(t.audit.c.number == middle)),
        ("a cut tail", last, delete(t.audit).where(t.audit.c.number >= last)),
    ):
        touched = t.audit.c.number == middle if place == middle else t.audit.c.number >= last
        with writing(engine) as connection:
            kept = [dict(row) for row in connection.execute(select(t.audit).where(touched)).mappings()]
            connection.execute(statement)
        rest = list(reader.entries())
        broken = first_broken(rest, Link(rest[-1].number, rest[-1].digest), {head.number: head.digest})
        found += [deed] if broken is not None and broken.number == place else []
        with writing(engine) as connection:
            connection.execute(delete(t.audit).where(touched))
            connection.execute(insert(t.audit), kept)
    return ", ".join(found)


if __name__ == "__main__":
    main()
