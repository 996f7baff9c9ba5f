"""The record over HTTP, page by page and as a table."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.domain.rights import system
from dashboard.domain.sheets import harmless
from data_sources.db.audit_store import SqlAuditStore
from data_sources.db.engine import create
from tests.servers import NOW
from tests.web.conftest import Site


@pytest.fixture
def record(site: Site) -> Site:
    """Three deeds, one of whose subjects looks like a formula."""
    with SqlAuditStore(create(site.services.settings.database), lambda: NOW).begin() as work:
        for number, subject in enumerate(("first", "=HYPERLINK(1)", "third")):
            work.note_in_audit(system(), "test", subject, {"before": None, "after": number}, NOW + number)
    return site


def test_entries_come_newest_first_and_page_by_page(record: Site) -> None:
    page = record.get("/api/v1/audit?action=test&limit=2")
    assert [item["subject"] for item in page["items"]] == ["third", "=HYPERLINK(1)"]
    assert page["items"][0]["detail"] == {"before": None, "after": 2}
    rest = record.get(f"/api/v1/audit?action=test&limit=2&cursor={page['next']}")
    assert [item["subject"] for item in rest["items"]] == ["first"]
    assert rest["next"] is None


def test_a_table_opens_in_a_spreadsheet_without_running_anything(record: Site) -> None:
    answer = record.client.get("/api/v1/audit.csv?action=test")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["subject"] for row in rows] == ["third", "'=HYPERLINK(1)", "first"]
    assert record.get("/api/v1/audit?limit=1")["items"][0]["action"] == "export_audit"


@pytest.mark.parametrize("query", ["from=yesterday", "limit=0", "q=li", "cursor=x"])
def test_what_cannot_be_asked_is_refused(record: Site, query: str) -> None:
    assert record.client.get(f"/api/v1/audit?{query}").status_code == 422


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("平常 = text") == "平常 = text"
