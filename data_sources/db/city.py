"""What the map is made of: the board's rows, the areas, and ready-made documents."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Engine, select
from sqlalchemy.orm import aliased

from dashboard.domain.city import CityProfile
from dashboard.domain.feeds import Feed
from dashboard.domain.metrics import METRICS
from dashboard.ports.register import BoardRow, BoardSource, MapSource
from data_sources.db import tables as t
from data_sources.db.asset_states import state_from
from data_sources.db.city_profile import put_document, read_profile
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import bump, revisions
from data_sources.db.json_columns import unpacked


def presented(values: dict[str, list[Any]]) -> dict[str, float | str | bool]:
    """Stored latest values, `{metric: [value, measured_us]}`, as the outside knows them."""
    return {key: METRICS[key].present(value) for key, (value, *_) in values.items() if key in METRICS}


class CityReader(BoardSource, MapSource):
    """Reads the map's base data."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def board_rows(self) -> Iterable[BoardRow]:
        """Every device with its present state, in the order of import."""
        query = (
            select(
                t.asset.c.asset_id,
                t.asset.c.kind,
                t.asset.c.name,
                t.asset.c.lon,
                t.asset.c.lat,
                t.asset_state.c.state,
                t.asset_state.c.last_seen_us,
                t.asset_state.c.changed_us,
                t.asset_state.c["values"],
            )
            .join(t.asset_state, t.asset_state.c.asset_key == t.asset.c.asset_key)
            .where(IS_DEVICE)
            .order_by(t.asset.c.asset_key)
        )
        with reading(self._engine) as connection:
            for asset_id, kind, name, lon, lat, state, seen_us, changed_us, values in connection.execute(query):
                shown = presented(unpacked(values)) if len(values) > 2 else {}
                yield BoardRow(
                    asset_id, kind, name, lon, lat, state_from(state), seen_us // 1000, changed_us // 1000, shown
                )

    def registry_revision(self) -> int:
        """Grows when assets or areas change."""
        return revisions(self._engine).get(Feed.REGISTRY, 0)

    def areas(self) -> dict[str, Any]:
        """All areas as a GeoJSON FeatureCollection in WGS-84."""
        parent = aliased(t.area)
        query = (
            select(
                t.area.c.code,
                t.area.c.name,
                t.area.c.level,
                parent.c.code.label("parent"),
                t.squad.c.name.label("squad"),
                t.area.c.area_class,
                t.area.c.label_lon,
                t.area.c.label_lat,
                t.area.c.geometry,
            )
            .outerjoin(parent, parent.c.area_key == t.area.c.parent_key)
            .outerjoin(t.squad, t.squad.c.squad_key == t.area.c.squad_key)
            .order_by(t.area.c.area_key)
        )
        with reading(self._engine) as connection:
            features = [_area_feature(row) for row in connection.execute(query).mappings()]
        return {"type": "FeatureCollection", "features": features}

    def basemap(self) -> dict[str, Any] | None:
        """The built-in basemap, or None."""
        found: dict[str, Any] | None = self.document_value("basemap")
        return found

    def document(self, key: str) -> bytes | None:
        """A ready-made document as gzipped JSON, or None."""
        with reading(self._engine) as connection:
            return connection.execute(
                select(t.city_document.c.content).where(t.city_document.c.key == key)
            ).scalar_one_or_none()

    def document_value(self, key: str) -> Any:
        """A ready-made document as a value, or None."""
        content = self.document(key)
        return None if content is None else orjson.loads(gzip.decompress(content))

    def squad_codes(self) -> list[str]:
        """The codes of the squads, in their order."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(t.squad.c.code).order_by(t.squad.c.code)).scalars())

    def profile(self) -> CityProfile:
        """What the city calls itself; the demo city has its generated name until a profile tells another."""
        with reading(self._engine) as connection:
            return read_profile(connection)


def _area_feature(row: Any) -> dict[str, Any]:
    label = None if row["label_lon"] is None else [row["label_lon"], row["label_lat"]]
    properties = {key: row[key] for key in ("code", "name", "level", "parent", "squad")}
    if row["area_class"] is not None:
        properties["area_class"] = row["area_class"]
    return {
        "type": "Feature",
        "properties": {**properties, "label": label},
        "geometry": unpacked(row["geometry"]),
    }


def save_document(engine: Engine, key: str, value: Any, now_us: int, feeds: Iterable[Feed] = ()) -> None:
    """Store a document for the browser in place of an older one, and tell those who follow `feeds`."""
    with writing(engine) as connection:
        put_document(connection, key, value, now_us)
        bump(connection, feeds)
