"""The record, searched, paged and taken out, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.domain.audit import AuditQuery, first_broken
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden
from dashboard.services.audit import Audit
from data_sources.db.audit import SqlAuditReader
from data_sources.db.audit_store import SqlAuditStore
from tests.actors import acting
from tests.servers import NOW

ROOT = acting("root", Role.ADMINISTRATOR)
LI = acting("li", Role.OPERATOR)


@pytest.fixture
def audit(engine: Engine) -> Audit:
    """Ten deeds of two people, a second apart."""
    store = SqlAuditStore(engine, lambda: NOW)
    for number in range(10):
        with store.begin() as work:
            actor, action = (ROOT, "reset_password") if number % 2 else (LI, "sign_in")
            work.note_in_audit(actor, action, f"subject {number}%", {"why": f"第{number}次"}, NOW + number * 1_000_000)
    return Audit(SqlAuditReader(engine), store, lambda: NOW + 60_000_000)


def numbers(audit: Audit, query: AuditQuery) -> list[int]:
    """Of the entries that match."""
    return [entry.number for entry in audit.page(query, 100, None, ROOT).entries]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, list(range(10, 0, -1))),
        ({"actor": "root"}, [10, 8, 6, 4, 2]),
        ({"action": "sign_in"}, [9, 7, 5, 3, 1]),
        ({"text": "SUBJECT 3%"}, [4]),
        ({"text": "第7次"}, [8]),
        ({"text": "t_3"}, []),
        ({"from_us": NOW + 3_000_000, "until_us": NOW + 5_000_000}, [5, 4]),
        ({"actor": "li", "text": "subject", "from_us": NOW + 8_000_000}, [9]),
    ],
)
def test_the_record_is_searched(audit: Audit, query: dict[str, Any], found: list[int]) -> None:
    assert numbers(audit, AuditQuery(**query)) == found


def test_pages_follow_each_other_without_a_gap(audit: Audit) -> None:
    first = audit.page(AuditQuery(), 4, None, ROOT)
    second = audit.page(AuditQuery(), 4, first.next, ROOT)
    third = audit.page(AuditQuery(), 4, second.next, ROOT)
    assert [entry.number for page in (first, second, third) for entry in page.entries] == list(range(10, 0, -1))
    assert third.next is None


def test_taking_the_record_out_stands_in_the_record(audit: Audit) -> None:
    taken = list(audit.export(AuditQuery(actor="li"), ROOT))
    assert [entry.number for entry in taken] == [9, 7, 5, 3, 1]
    newest = audit.page(AuditQuery(), 1, None, ROOT).entries[0]
    assert (newest.deed.actor, newest.deed.action) == ("root", "export_audit")
    assert audit.actions(ROOT) == ["export_audit", "reset_password", "sign_in"]


def test_entries_of_an_older_name_are_found_by_the_name_of_today_and_the_chain_holds(
    audit: Audit, engine: Engine
) -> None:
    for action in ("city.described", "describe_city"):
        with SqlAuditStore(engine, lambda: NOW).begin() as work:
            work.note_in_audit(ROOT, action, "city", {}, NOW)
            assert work.audited("describe_city", NOW) == (1 if action == "describe_city" else 0)
    assert audit.actions(ROOT) == ["describe_city", "reset_password", "sign_in"]
    assert numbers(audit, AuditQuery(action="describe_city")) == [12, 11]
    assert numbers(audit, AuditQuery(action="city.described")) == [12, 11]
    entries = list(SqlAuditReader(engine).entries())
    assert [entry.deed.action for entry in entries[-2:]] == ["city.described", "describe_city"]
    assert first_broken(entries, audit.head(ROOT), {}) is None


def test_who_may_not_see_the_record_gets_nothing_of_it(audit: Audit) -> None:
    with pytest.raises(Forbidden):
        audit.page(AuditQuery(), 10, None, LI)
    with pytest.raises(Forbidden):
        audit.export(AuditQuery(), LI)
    assert audit.head(ROOT).number == 10


@pytest.mark.parametrize(("limit", "cursor"), [(0, None), (1_001, None), (10, "x"), (10, "1.2")])
def test_odd_pages_are_refused(audit: Audit, limit: int, cursor: str | None) -> None:
    with pytest.raises(BadInput):
        audit.page(AuditQuery(), limit, cursor, ROOT)
