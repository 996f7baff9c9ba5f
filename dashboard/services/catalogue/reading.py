"""Use case: what the catalogue says today, said on another day, and said in each version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from dashboard.domain.catalogue.tree import Catalogue, Version, version_on
from dashboard.domain.rights import Actor
from dashboard.domain.roster.duty import day_of
from dashboard.ports.catalogue import CatalogueStore
from dashboard.ports.operations import Clock
from dashboard.services.remembered import Remembered


class Catalogues:
    """The catalogue by day and by version. Each method raises Unavailable.

    What a version says never changes, so that it is read once.
    """

    def __init__(self, store: CatalogueStore, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._remembered = Remembered()

    def today(self) -> date:
        """The city's day."""
        return day_of(self._clock(), self._zone)

    def versions(self) -> Sequence[Version]:
        """All, the newest beginning first."""
        with self._store.look() as work:
            return work.catalogue_versions()

    def on(self, day: date) -> Catalogue | None:
        """Return the catalogue that holds on a day of the city; None before the first."""
        found = version_on(self.versions(), day)
        return None if found is None else self._whole(found)

    def of_version(self, number: int) -> Catalogue | None:
        """Return one version, whenever it holds; None when there is none."""
        found = next((each for each in self.versions() if each.version == number), None)
        return None if found is None else self._whole(found)

    def take_out(self, number: int | None, actor: Actor) -> Catalogue | None:
        """Return one version, or that of today, to be taken out, which is noted first; None when there is none."""
        found = self.on(self.today()) if number is None else self.of_version(number)
        if found is not None:
            with self._store.begin() as work:
                work.note_in_audit(actor, "export_catalogue", found.version.name, {}, self._clock())
        return found

    def _whole(self, version: Version) -> Catalogue:
        def ask() -> Catalogue:
            with self._store.look() as work:
                return Catalogue(version, work.catalogue_contents(version.version))

        return self._remembered.get(version.version, version, ask)
