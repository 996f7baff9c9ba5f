"""The catalogue over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from bootstrap import now_us
from dashboard.domain.catalogue.changes import change_between
from dashboard.domain.rights import Role
from dashboard.services.catalogue.imports import import_catalogue
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.db.engine import create
from data_sources.demo_city.catalogue import demo_catalogue
from data_sources.demo_city.settle import settle_catalogue
from data_sources.sheets import CsvSheets
from tests.actors import acting
from tests.web.conftest import Site


@pytest.fixture
def store(site: Site) -> SqlCatalogueStore:
    return SqlCatalogueStore(create(site.services.settings.database), now_us)


@pytest.fixture
def settled(site: Site, store: SqlCatalogueStore) -> Site:
    settle_catalogue(store, now_us())
    return site


def test_the_catalogue_of_a_day_is_a_tree_with_standards_and_steps(settled: Site) -> None:
    told = settled.client.get("/api/v1/catalogue?at=2026-11-27").json()
    assert (told["name"], told["valid_from"], told["valid_until"]) == ("示范目录", "2020-01-01", None)
    rubbish = next(each for each in told["categories"] if each["code"] == "0102")
    assert (rubbish["level"], rubbish["path"]) == ("sub", "市容环境 › 暴露垃圾")
    assert [each["area_class"] for each in rubbish["standards"]] == [None, "A", "C"]
    assert told["steps"]["dispatch"] == {"amount": 0.25, "type": "urgent_hour"}


@pytest.mark.parametrize("path", ["/api/v1/catalogue", "/api/v1/catalogue.csv", "/api/v1/catalogue.csv?version=7"])
def test_what_there_is_not_is_told(site: Site, path: str) -> None:
    answer = site.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("asked", ["?version=x", "?version=0", "?version=99999999999", "?day=1"])
def test_an_odd_question_is_refused(settled: Site, asked: str) -> None:
    assert settled.client.get(f"/api/v1/catalogue.csv{asked}").status_code == 422


def test_the_table_that_is_taken_out_comes_in_again_without_a_change(
    settled: Site, store: SqlCatalogueStore, tmp_path: Path
) -> None:
    answer = settled.client.get("/api/v1/catalogue.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="catalogue-2020-01-01.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    last = settled.get("/api/v1/audit?limit=1")["items"][0]
    assert (last["action"], last["subject"]) == ("export_catalogue", "示范目录")
    path = tmp_path / "again.csv"
    path.write_bytes(answer.content)
    actor = acting("admin", Role.ADMINISTRATOR)
    zone = settled.services.settings.timezone
    outcome = import_catalogue(store, CsvSheets(), path, actor=actor, clock=now_us, zone=zone)
    assert (outcome.begins, outcome.change.is_none, outcome.report.rejected) == (None, True, ())
    with store.look() as work:
        (only,) = work.catalogue_versions()
        assert change_between(demo_catalogue(), work.catalogue_contents(only.version)).is_none
