"""Areas as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from dashboard.domain.grid import Area
from dashboard.ports.register import AreaRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import CHUNK, SOURCE_CRS, keys_of
from data_sources.db.upserts import upsert

Label = tuple[float, float]


class SqlAreaRows(SqlPart, AreaRows):
    """What an import of areas changes."""

    def save_areas(self, areas: Sequence[Area], labels: Mapping[str, Label] | None = None) -> None:
        """Store them by their code, parents first; `labels` are where their names stand, found out where not told."""
        squads = _squad_keys(self._connection, {area.squad for area in areas if area.squad})
        for level in _by_depth(areas):
            _upsert_level(self._connection, level, squads, labels or {})
        _replace_duties(self._connection, areas)


def _by_depth(areas: Sequence[Area]) -> list[list[Area]]:
    """The areas in layers, so that each one's parent is in an earlier layer or not among them."""
    layers: list[list[Area]] = []
    depth_of: dict[str, int] = {}
    for area in areas:
        depth = depth_of.get(area.parent or "", -1) + 1
        depth_of[area.code] = depth
        layers += [[] for _ in range(depth + 1 - len(layers))]
        layers[depth].append(area)
    return layers


def _squad_keys(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    """The keys of all squads by their code; of one that was merged, that of its heir."""
    rows = [{"code": code, "name": code} for code in sorted(codes)]
    if rows:
        connection.execute(upsert(connection.dialect.name, t.squad, ["code"], update=[]), rows)
    keys = keys_of(connection, t.squad, "code", "squad_key")
    squad = t.squad.c
    taken_over = connection.execute(select(squad.code, squad.merged_into).where(squad.merged_into.is_not(None)))
    return keys | {code: keys[into] for code, into in taken_over}


def _upsert_level(
    connection: Connection, areas: Sequence[Area], squads: Mapping[str, int], labels: Mapping[str, Label]
) -> None:
    known = keys_of(connection, t.area, "code", "area_key")
    rows = []
    for area in areas:
        lon, lat = labels.get(area.code) or _label(area)
        rows.append(
            {
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "parent_key": known.get(area.parent or ""),
                "squad_key": squads.get(area.squad or ""),
                "area_class": area.area_class,
                "label_lon": lon,
                "label_lat": lat,
                "geometry": packed(area.geometry),
                "attributes": packed({SOURCE_CRS: area.source_crs}),
            }
        )
    columns = [name for name in rows[0] if name != "code"] if rows else []
    for start in range(0, len(rows), CHUNK):
        connection.execute(
            upsert(connection.dialect.name, t.area, ["code"], update=columns), rows[start : start + CHUNK]
        )


def _label(area: Area) -> Label:
    from shapely.geometry import shape  # only imports need it, and every process has the transaction

    point = shape(dict(area.geometry)).representative_point()
    return point.x, point.y


def _replace_duties(connection: Connection, areas: Sequence[Area]) -> None:
    """What somebody answers for already needs no title."""
    keys = keys_of(connection, t.area, "code", "area_key")
    with_duties = [area for area in areas if area.duties]
    if not with_duties:
        return
    r = t.responsibility.c
    for area in with_duties:
        connection.execute(delete(t.responsibility).where(r.area_key == keys[area.code], r.title.is_not(None)))
    taken = {
        (row.area_key, row.role) for row in connection.execute(select(r.area_key, r.role).where(r.title.is_(None)))
    }
    rows = [
        {"area_key": keys[area.code], "title": duty.title, "role": duty.role}
        for area in with_duties
        for duty in area.duties
        if (keys[area.code], duty.role) not in taken
    ]
    if rows:
        connection.execute(insert(t.responsibility), rows)
