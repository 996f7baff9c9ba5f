"""The catalogue on both databases: versions by period, other cities' trees, and which version a case keeps."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from dashboard.domain.catalogue.records import Category, CategoryKind
from dashboard.domain.catalogue.tree import Contents, Version
from data_sources.db.catalogue.store import SqlCatalogueStore
from data_sources.demo_city.catalogue import FIRST, demo_catalogue
from data_sources.demo_city.settle import settle_catalogue
from tests.fakes_alarms import FakeClock
from tests.servers import NOW


@pytest.fixture
def store(engine: Engine) -> SqlCatalogueStore:
    return SqlCatalogueStore(engine, FakeClock(NOW))


def test_the_demo_has_its_catalogue_once(store: SqlCatalogueStore) -> None:
    for _ in range(2):
        settle_catalogue(store, NOW)
    with store.look() as work:
        (only,) = work.catalogue_versions()
        assert (only.name, only.valid_from, only.valid_until) == (FIRST.name, FIRST.valid_from, None)
        assert work.catalogue_contents(only.version) == demo_catalogue()


def test_the_demo_leaves_an_imported_catalogue_alone(store: SqlCatalogueStore) -> None:
    own = Contents((Category("9", "本市", CategoryKind.EVENT),), (), {})
    with store.begin() as work:
        work.add_catalogue(Version(0, "本市目录", date(2026, 1, 1)), own)
    settle_catalogue(store, NOW)
    with store.look() as work:
        assert [each.name for each in work.catalogue_versions()] == ["本市目录"]
