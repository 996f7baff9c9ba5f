"""The register of cameras as it is looked through, in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, case, func, or_, select

from dashboard.domain.camera_register import CAMERA, AreaNode, CameraKind, CameraLine, KindCount, Tally, ViewFan
from dashboard.domain.severity import AssetState
from dashboard.ports.cameras import CameraTreeReads
from data_sources.db import tables as t
from data_sources.db.asset_states import state_from
from data_sources.db.engine import reading
from data_sources.db.like import like

_A: Final = t.asset.c
_S: Final = t.asset_state.c
_T: Final = t.camera_trait.c
_GRID: Final = t.area.alias("grid")
_AREA: Final = t.area.alias("branch")
_BRANCH: Final = case(
    (and_(_GRID.c.level == "grid", _GRID.c.parent_key.is_not(None)), _GRID.c.parent_key), else_=_GRID.c.area_key
)
"""The area of the tree that a camera lies in: what is around its grid."""
_IS_LIVE: Final = case((_S.state != AssetState.OFFLINE.number, 1), else_=0)

_LINE: Final[Select[Any]] = (
    select(
        *(_A.asset_id, _A.name, _A.street, _T.kind, _S.state, _S.last_seen_us, _A.lon, _A.lat),
        _AREA.c.name.label("area"),
        *(_T.bearing_deg, _T.angle_deg, _T.range_m),
    )
    .join(t.asset, _A.asset_key == _T.asset_key)
    .outerjoin(t.asset_state, _S.asset_key == _A.asset_key)
    .outerjoin(_GRID, _GRID.c.area_key == _A.grid_key)
    .outerjoin(_AREA, _AREA.c.area_key == _BRANCH)
    .where(_A.kind == CAMERA)
)
_BY_STREET: Final = (_A.street.is_(None), _A.street, _A.name, _A.asset_id)


class CameraTreeReader(CameraTreeReads):
    """Reads the register of cameras. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kind_counts(self) -> Sequence[KindCount]:
        """How many cameras of each kind lie in each area of the tree."""
        per_grid = (
            select(_A.grid_key, _T.kind, func.count().label("total"), func.sum(_IS_LIVE).label("live"))
            .join(t.asset, _A.asset_key == _T.asset_key)
            .outerjoin(t.asset_state, _S.asset_key == _A.asset_key)
            .where(_A.kind == CAMERA)
            .group_by(_A.grid_key, _T.kind)
            .subquery()
        )
        query = (
            select(_AREA.c.code, per_grid.c.kind, per_grid.c.total, per_grid.c.live)
            .outerjoin(_GRID, _GRID.c.area_key == per_grid.c.grid_key)
            .outerjoin(_AREA, _AREA.c.area_key == _BRANCH)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [KindCount(code, CameraKind(kind), Tally(total, int(live or 0))) for code, kind, total, live in rows]

    def areas_above(self, codes: Collection[str]) -> Sequence[AreaNode]:
        """These areas and all above them; `UNION` ends also in a tree that bites its own tail."""
        if not codes:
            return []
        a, parent = t.area.c, t.area.alias()
        up = select(a.area_key, a.parent_key).where(a.code.in_(sorted(codes))).cte("up", recursive=True)
        up = up.union(select(a.area_key, a.parent_key).where(a.area_key == up.c.parent_key))
        query = (
            select(a.code, a.name, parent.c.code)
            .join(up, up.c.area_key == a.area_key)
            .outerjoin(parent, parent.c.area_key == a.parent_key)
        )
        with reading(self._engine) as connection:
            return [AreaNode(*row) for row in connection.execute(query)]

    def cameras_of(self, area: str | None, kind: CameraKind, offset: int, limit: int) -> Sequence[CameraLine]:
        """Those of one kind in one area of the tree, by street and name."""
        query = _LINE.where(_T.kind == kind.value, _is_in(area)).order_by(*_BY_STREET).offset(offset).limit(limit)
        with reading(self._engine) as connection:
            return [_line(row) for row in connection.execute(query)]

    def find_cameras(self, text: str, kind: CameraKind | None, limit: int) -> tuple[Sequence[CameraLine], int]:
        """Those with `text` in number, name, street or initials, and how many there are."""
        found = _is_named(text) if kind is None else and_(_is_named(text), _T.kind == kind.value)
        begins = case((_A.asset_id.ilike(like(text)[1:], escape="\\"), 0), else_=1)
        count = select(func.count()).select_from(t.camera_trait).join(t.asset, _A.asset_key == _T.asset_key)
        with reading(self._engine) as connection:
            rows = connection.execute(_LINE.where(found).order_by(begins, *_BY_STREET).limit(limit)).all()
            total = len(rows)
            if total == limit:
                total = int(connection.scalar(count.where(_A.kind == CAMERA, found)) or 0)
        return [_line(row) for row in rows], total

    def cameras(self, asset_ids: Collection[str]) -> Mapping[str, CameraLine]:
        """Those of these that there are, by their number."""
        with reading(self._engine) as connection:
            rows = connection.execute(_LINE.where(_A.asset_id.in_(sorted(asset_ids))))
            return {row.asset_id: _line(row) for row in rows}


def _is_in(area: str | None) -> ColumnElement[bool]:
    if area is None:
        return _A.grid_key.is_(None)
    own = select(t.area.c.area_key).where(t.area.c.code == area).scalar_subquery()
    grids = select(t.area.c.area_key).where(t.area.c.parent_key == own, t.area.c.level == "grid")
    is_no_grid = or_(_GRID.c.level != "grid", _GRID.c.parent_key.is_(None))
    return or_(_A.grid_key.in_(grids), and_(_A.grid_key == own, is_no_grid))


def _is_named(text: str) -> ColumnElement[bool]:
    pattern = like(text)
    fields: list[ColumnElement[bool]] = [
        column.ilike(pattern, escape="\\") for column in (_A.asset_id, _A.name, _A.street)
    ]
    letters = "".join(text.split()).lower()
    if letters.isascii() and letters.isalnum():
        fields.append(_T.initials.contains(letters, autoescape=True))
    return or_(*fields)


def _line(row: Row[Any]) -> CameraLine:
    view = None if row.range_m is None else ViewFan(row.bearing_deg, row.angle_deg, row.range_m)
    return CameraLine(
        row.asset_id,
        row.name,
        row.street,
        CameraKind(row.kind),
        state_from(row.state),
        row.last_seen_us or 0,
        row.lon,
        row.lat,
        row.area,
        view,
    )
