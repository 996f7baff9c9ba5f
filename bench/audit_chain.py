"""The audit log with many entries: how long it takes to walk its chain, to show a page and to search all texts."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final

from bench.tables import show
from dashboard.domain.audit import AuditQuery, first_broken
from dashboard.domain.rights import system
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.engine import Database, create
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
    head = ("database", "entries", "written, /s", "chain walked, s", "newest page, ms", "every text searched, ms")
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
        return [name, "not installed", "", "", "", ""]
    reader = SqlAuditReader(engine)
    written_s = _timed(lambda: _fill(engine, entries))
    walked_s = _timed(lambda: _walk(reader, entries))
    page_s = _timed(lambda: reader.find(AuditQuery(action="edit_rule"), 50, None))
    search_s = _timed(lambda: reader.find(AuditQuery(text="nowhere"), 50, None))
    return [name, entries, entries / written_s, walked_s, 1000 * page_s, 1000 * search_s]


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


if __name__ == "__main__":
    main()
