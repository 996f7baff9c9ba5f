"""The register of areas and assets as the imports see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, insert

from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.ports.register import ImportStore, MappingStore
from data_sources.db import tables as t
from data_sources.db.area_rows import Label
from data_sources.db.engine import reading, writing
from data_sources.db.json_columns import packed
from data_sources.db.mapping_rows import mapping_specs
from data_sources.db.register_rows import all_areas, assets_where
from data_sources.db.transactions import SqlTransaction, SqlTransactions
from data_sources.db.upserts import upsert


class SqlRegister(SqlTransactions, ImportStore, MappingStore):
    """Areas and assets, read whole; what is stored by one call is stored in one transaction."""

    def list_areas(self) -> list[Area]:
        """Every area, in the order of import."""
        with reading(self._engine) as connection:
            return all_areas(connection)

    def list_assets(self) -> list[AssetRecord]:
        """Every asset, in the order of import."""
        with reading(self._engine) as connection:
            return assets_where(connection)

    def upsert_areas(
        self, areas: Sequence[Area], assets: Sequence[AssetRecord], labels: Mapping[str, Label] | None = None
    ) -> None:
        """Store the areas by their code, parents first, and the assets that lie elsewhere now."""
        with self._storing() as work:
            work.save_areas(areas, labels)
            work.save_assets(assets)
            work.bump([Feed.REGISTRY])

    def upsert_assets(self, assets: Sequence[AssetRecord]) -> None:
        """Store the assets by their asset_id; a new one begins as offline."""
        with self._storing() as work:
            work.save_assets(assets)
            work.bump([Feed.REGISTRY])

    @contextmanager
    def _storing(self) -> Iterator[SqlTransaction]:
        """A transaction of the city that is generated: nobody's deed, so the audit log has no entry of it."""
        with writing(self._engine) as connection:
            yield SqlTransaction(connection, self._clock())

    def save_squads(self, names: Mapping[str, str]) -> None:
        """Store squads, code → name."""
        rows = [{"code": code, "name": name} for code, name in names.items()]
        with writing(self._engine) as connection:
            connection.execute(upsert(connection.dialect.name, t.squad, ["code"], update=["name"]), rows)

    def replace_streets(self, streets: Iterable[tuple[str, int, Mapping[str, Any]]]) -> None:
        """Store the streets (name, rank, geometry) in place of those before."""
        rows = [{"name": name, "rank": rank, "geometry": packed(shape)} for name, rank, shape in streets]
        with writing(self._engine) as connection:
            connection.execute(delete(t.street))
            if rows:
                connection.execute(insert(t.street), rows)

    def mapping_specs(self) -> list[dict[str, Any]]:
        """The imported device mappings in their order."""
        return mapping_specs(self._engine)

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        """Store the device mappings in this order in place of those before."""
        with self._storing() as work:
            work.replace_mappings(specs)
            work.bump([Feed.MAPPINGS])
