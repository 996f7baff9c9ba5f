"""Positions and tracks of people on duty as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dashboard.domain.grid import AreaLevel
from dashboard.domain.positions.areas import PatrolArea, shape_of
from dashboard.domain.positions.coverage import LineCoverage
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.ports.positions import PositionRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.positions.bulk import known_of, position_bulk_for, rows_of, track_rows
from data_sources.db.register_rows import keys_of
from data_sources.db.upserts import upsert

_P = t.person_position.c
_T = t.person_track.c
_A = t.area.c
_C = t.line_coverage.c


class SqlPositionRows(SqlPart, PositionRows):
    """Where people are and were."""

    def person_keys(self) -> Mapping[str, int]:
        """The keys of all who still work here, by number."""
        query = select(t.person.c.number, t.person.c.person_key).where(t.person.c.left_us.is_(None))
        return {row.number: row.person_key for row in self._connection.execute(query)}

    def people_of_sources(self) -> Mapping[str, str]:
        """The number of the person that each device speaks for."""
        query = select(t.position_source.c.source, t.person.c.number).join_from(t.position_source, t.person)
        return {row.source: row.number for row in self._connection.execute(query)}

    def save_position_source(self, source: str, person_key: int) -> None:
        """Let a device speak for a person."""
        statement = upsert(self._dialect, t.position_source, ["source"], update=["person_key"])
        self._connection.execute(statement, {"source": source, "person_key": person_key})

    def remove_position_source(self, source: str) -> None:
        """Let a device speak for nobody."""
        self._connection.execute(delete(t.position_source).where(t.position_source.c.source == source))

    def person_positions(self, person_keys: Collection[int] | None = None) -> Mapping[int, KnownPosition]:
        """The newest of these people, or of all, by key."""
        if person_keys is None:
            person_keys = self._connection.execute(select(_P.person_key)).scalars().all()
        found = position_bulk_for(self._dialect).select(self._connection, person_keys)
        return dict(map(known_of, found))

    def record_positions(self, newest: Mapping[int, KnownPosition], points: Mapping[int, Sequence[Position]]) -> None:
        """Store the newest in place of those before, and add points to the tracks; of one moment the first stays."""
        if newest or points:
            position_bulk_for(self._dialect).record(self._connection, rows_of(newest), track_rows(points))

    def save_outside(self, outside_m: Mapping[int, float]) -> None:
        """Note how far outside of their areas people are."""
        statement = (
            update(t.person_position).where(_P.person_key == bindparam("key")).values(outside_m=bindparam("far"))
        )
        rows = [{"key": key, "far": far} for key, far in sorted(outside_m.items())]
        if rows:
            self._connection.execute(statement, rows)

    def patrol_areas(self) -> Sequence[PatrolArea]:
        """The grids and street lines, by code; those of a squad by themselves or by an area above."""
        tree = _area_tree(self._connection)
        wanted = (AreaLevel.GRID.value, AreaLevel.LINE.value)
        query = select(_A.code, _A.name, _A.level, _A.geometry).where(_A.level.in_(wanted)).order_by(_A.code)
        return [
            PatrolArea(
                row.code, row.name, row.level, tree[row.code][0], _squad_of(tree, row.code), shape_of(row.geometry)
            )
            for row in self._connection.execute(query)
        ]

    def lines_of(self, number: str) -> Collection[str]:
        """The codes of the street lines, and of the areas above them, that a person answers for."""
        held = t.responsibility.c
        query = (
            select(_A.code)
            .join_from(t.responsibility, t.area, _A.area_key == held.area_key)
            .join(t.person, t.person.c.person_key == held.person_key)
            .where(t.person.c.number == number)
        )
        return set(self._connection.execute(query).scalars())

    def line_coverage(self) -> Mapping[str, LineCoverage]:
        """What was walked of each street line in two hours, by code, as it was computed last."""
        query = select(_A.code, _C.length_m, _C.walked_m, _C.last_passed_us).join_from(t.line_coverage, t.area)
        return {
            row.code: LineCoverage(
                row.length_m, row.walked_m, row.walked_m / row.length_m if row.length_m else 0.0, row.last_passed_us
            )
            for row in self._connection.execute(query)
        }

    def save_line_coverage(self, coverage: Mapping[str, LineCoverage], at_us: int) -> None:
        """Store it in place of what was there."""
        keys = keys_of(self._connection, t.area, "code", "area_key")
        self._connection.execute(delete(t.line_coverage))
        rows = [
            {
                "area_key": keys[code],
                "at_us": at_us,
                "length_m": each.length_m,
                "walked_m": each.walked_m,
                "last_passed_us": each.last_passed_us,
            }
            for code, each in coverage.items()
        ]
        if rows:
            self._connection.execute(insert(t.line_coverage), rows)

    def tracks(self, person_keys: Collection[int], from_us: int, until_us: int) -> Mapping[int, Sequence[Position]]:
        """Where these people were from one moment until another, by key, in the order of time."""
        query = (
            select(_T.person_key, _T.at_us, _T.lon, _T.lat, _T.accuracy_m, _T.speed_mps)
            .where(_T.person_key.in_(person_keys), _T.at_us >= from_us, _T.at_us < until_us)
            .order_by(_T.person_key, _T.at_us)
        )
        found: dict[int, list[Position]] = {}
        for key, *measured in self._connection.execute(query):
            found.setdefault(key, []).append(Position(*measured))
        return found

    def forget_tracks(self, before_us: int) -> int:
        """Remove where people were before that, and the newest positions that are older; return how many."""
        gone = self._connection.execute(delete(t.person_track).where(_T.at_us < before_us)).rowcount
        return gone + self._connection.execute(delete(t.person_position).where(_P.at_us < before_us)).rowcount

    def forget_positions(self, person_keys: Collection[int]) -> None:
        """Remove the newest positions of these people; their tracks stay."""
        self._connection.execute(delete(t.person_position).where(_P.person_key.in_(person_keys)))


Tree = Mapping[str, tuple[str | None, str | None]]
"""By code: the code of the area above, and that of the squad."""


def _area_tree(connection: Connection) -> Tree:
    above = t.area.alias("above")
    query = (
        select(_A.code, above.c.code.label("parent"), t.squad.c.code.label("squad"))
        .outerjoin(above, above.c.area_key == _A.parent_key)
        .outerjoin(t.squad, t.squad.c.squad_key == _A.squad_key)
        .where(_A.level != AreaLevel.UNIT_GRID.value)
    )
    return {row.code: (row.parent, row.squad) for row in connection.execute(query)}


def _squad_of(tree: Tree, code: str) -> str | None:
    """The squad of the nearest area, from this one upwards, that has one."""
    seen: set[str] = set()
    here: str | None = code
    while here is not None and here in tree and here not in seen:
        seen.add(here)
        parent, squad = tree[here]
        if squad is not None:
            return squad
        here = parent
    return None
