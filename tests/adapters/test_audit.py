"""The audit log on both databases: gapless under writers at once, and nobody changes or removes an entry."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.domain.audit import first_broken
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.audit import SqlAuditReader
from data_sources.processes.audit_anchors import read_anchors, write_anchor
from tests.actors import DUTY_1
from tests.servers import NOW


def note(engine: Engine, subject: str) -> None:
    with SqlAccountStore(engine, lambda: NOW).begin() as work:
        work.note_in_audit(DUTY_1, "try", subject, {"before": None, "after": subject}, NOW)


def fail_to_note(engine: Engine, subject: str) -> None:
    with SqlAccountStore(engine, lambda: NOW).begin() as work:
        work.note_in_audit(DUTY_1, "try", subject, {}, NOW)
        raise LookupError


def test_writers_at_once_leave_one_whole_chain(engine: Engine) -> None:
    def write(writer: int) -> None:
        for turn in range(10):
            note(engine, f"{writer}-{turn}")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = SqlAuditReader(engine)
    entries = list(reader.entries())
    assert [entry.number for entry in entries] == list(range(1, 41))
    assert first_broken(entries, reader.head(), {}) is None


def test_what_is_undone_leaves_no_entry_and_no_gap(engine: Engine) -> None:
    note(engine, "first")
    with pytest.raises(LookupError):
        fail_to_note(engine, "undone")
    note(engine, "second")
    reader = SqlAuditReader(engine)
    assert [entry.deed.subject for entry in reader.entries()] == ["first", "second"]
    assert first_broken(reader.entries(), reader.head(), {}) is None


def test_a_clock_that_goes_back_breaks_no_chain_and_the_order_stays_that_of_the_deeds(engine: Engine) -> None:
    moments = [NOW, NOW - 3_600_000_000, NOW - 1, NOW + 5, 0, NOW]
    for number, moment in enumerate(moments):
        with SqlAccountStore(engine, lambda moment=moment: moment).begin() as work:
            work.note_in_audit(DUTY_1, "try", str(number), {}, moment)
    reader = SqlAuditReader(engine)
    entries = list(reader.entries())
    assert [(entry.number, entry.deed.subject, entry.deed.at_us) for entry in entries] == [
        (number + 1, str(number), moment) for number, moment in enumerate(moments)
    ]
    assert first_broken(entries, reader.head(), {}) is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit WHERE number = 1"])
def test_the_database_refuses_to_change_or_remove_entries(engine: Engine, statement: str) -> None:
    note(engine, "first")
    with pytest.raises(DBAPIError, match="the audit log stays"), engine.begin() as connection:
        connection.execute(text(statement))
    assert len(list(SqlAuditReader(engine).entries())) == 1


def test_a_tail_that_somebody_cut_off_with_force_is_found_by_the_anchor(engine: Engine, tmp_path: Path) -> None:
    reader = SqlAuditReader(engine)
    for number in range(3):
        note(engine, f"JG-{number}")
        write_anchor(tmp_path, reader.head(), "2026-11-26T08:00:00+00:00")
    before_last = list(reader.entries())[1]
    with engine.begin() as connection:
        for trigger in (
            ("audit_UPDATE", "audit_DELETE") if engine.dialect.name == "sqlite" else ("audit_stays ON audit",)
        ):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("DELETE FROM audit WHERE number = 3"))
        connection.execute(text("UPDATE audit_head SET number = 2, digest = :digest"), {"digest": before_last.digest})
    assert first_broken(reader.entries(), reader.head(), {}) is None
    broken = first_broken(reader.entries(), reader.head(), read_anchors(tmp_path))
    assert broken is not None
    assert broken.number == 3
