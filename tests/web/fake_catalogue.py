"""A catalogue in memory: one version of the past, that of the demo of today, and one to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from dashboard.domain.catalogue.records import USUAL_STEP_LIMITS, Category, CategoryKind
from dashboard.domain.catalogue.tree import Contents, Version
from dashboard.ports.catalogue import CatalogueStore
from dashboard.services.catalogue.reading import Catalogues
from data_sources.demo_city.catalogue import demo_catalogue
from tests.fakes_roster import SHANGHAI
from tests.readout_builders import NOW_US


class FakeCatalogueStore:
    """Versions with what they say; without any when `kept` is emptied."""

    def __init__(self) -> None:
        old = Contents((Category("9", "旧大类", CategoryKind.EVENT),), (), dict(USUAL_STEP_LIMITS))
        self.kept: dict[Version, Contents] = {
            Version(3, "明年版", date(2099, 1, 1), None, NOW_US): old,
            Version(2, "示范目录", date(2020, 1, 1), date(2098, 12, 31), NOW_US): demo_catalogue(),
            Version(1, "旧版", date(2010, 1, 1), date(2019, 12, 31)): old,
        }

    @contextmanager
    def look(self) -> Iterator[Any]:
        yield self

    def catalogue_versions(self) -> Sequence[Version]:
        return list(self.kept)

    def catalogue_contents(self, version: int) -> Contents:
        found: Mapping[int, Contents] = {each.version: contents for each, contents in self.kept.items()}
        return found[version]

    def service(self) -> Catalogues:
        return Catalogues(cast(CatalogueStore, self), lambda: NOW_US, SHANGHAI)
