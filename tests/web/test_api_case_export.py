"""The list of cases as a table, over HTTP."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote

from data_sources.db.engine import create
from tests.case_office import LAT, LON, CaseOffice
from tests.web.conftest import Site


def places(site: Site, query: str = "", words: str = "") -> list[str]:
    """The addresses of the cases in the table; `words` are told in the header."""
    headers = {"X-Xiuhua-Search": quote(words)} if words else {}
    answer = site.client.get(f"/api/v1/cases.csv?columns=number.place{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    _head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return [row[1] for row in rows]


def test_what_was_searched_for_is_told_in_a_header_so_that_it_stands_in_no_address(site: Site) -> None:
    CaseOffice(create(site.services.settings.database))
    for address in ("县前街 128 号", "人民路 5 号"):
        report = {"source": "handheld", "category": "0504", "lon": LON, "lat": LAT, "address": address}
        site.post("/api/v1/cases", report, 201)
    assert sorted(places(site)) == ["人民路 5 号", "县前街 128 号"]
    assert places(site, words="县前街") == ["县前街 128 号"]
    assert places(site, query="&q=人民路") == ["人民路 5 号"]
    assert places(site, query="&q=人民路", words="县前街") == ["县前街 128 号"]
    assert site.client.get("/api/v1/cases.csv", headers={"X-Xiuhua-Search": "x" * 721}).status_code == 422
