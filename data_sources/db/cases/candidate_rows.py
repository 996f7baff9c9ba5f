"""What candidates for a case are weighed by, read inside a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from dashboard.domain.cases.candidates import Loads
from dashboard.domain.cases.dispatch_rules import owner_of
from dashboard.domain.cases.states import WITH_UNIT
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.readouts import AreaHolder
from dashboard.ports.dispatching import CandidateRows
from data_sources.db import tables as t
from data_sources.db.json_columns import unpacked
from data_sources.db.part import SqlPart
from data_sources.db.people.holders import holders_of_areas

_A: Final = t.area.c
_C: Final = t.case_record.c
_ABOVE: Final = t.area.alias("above")
_NODES: Final = (
    select(_A.code, _A.name, _A.level, _ABOVE.c.code.label("parent"), t.squad.c.code.label("squad"))
    .outerjoin(_ABOVE, _ABOVE.c.area_key == _A.parent_key)
    .outerjoin(t.squad, t.squad.c.squad_key == _A.squad_key)
)


class SqlCandidateRows(SqlPart, CandidateRows):
    """Areas, who answers for them, and who has how much to do."""

    def area_nodes(self, codes: Collection[str] | None = None) -> Mapping[str, AreaNode]:
        """These, or all."""
        query = _NODES if codes is None else _NODES.where(_A.code.in_(codes))
        rows = self._connection.execute(query)
        return {row.code: AreaNode(row.name, row.level, row.parent, row.squad) for row in rows}

    def area_holders(self, codes: Collection[str]) -> Sequence[AreaHolder]:
        """Who answers for them."""
        keys = self._connection.execute(select(_A.area_key).where(_A.code.in_(codes))).scalars().all()
        return holders_of_areas(self._connection, keys)

    def open_loads(self) -> Loads:
        """In one pass over the cases that units have."""
        query = (
            select(_C.squad, _C.assignee, _C.department, func.count())
            .where(_C.ended_us.is_(None), _C.state.in_(sorted(WITH_UNIT)))
            .group_by(_C.squad, _C.assignee, _C.department)
        )
        rows = self._connection.execute(query).all()
        return Loads(_sums(rows, "squad"), _sums(rows, "assignee"), _sums(rows, "department"))

    def departments_that_had(self, category: str, since_us: int) -> tuple[Mapping[str, int], int]:
        """By the index on category and time."""
        query = (
            select(_C.department, func.count())
            .where(_C.category == category, _C.reported_us >= since_us, _C.last_unit != "")
            .group_by(_C.department)
        )
        counts = {row[0]: row[1] for row in self._connection.execute(query)}
        return {code: count for code, count in counts.items() if code is not None}, sum(counts.values())

    def staffed_squads(self) -> Collection[str]:
        """By their people."""
        query = select(t.squad.c.code).join(t.person, t.person.c.squad_key == t.squad.c.squad_key)
        return set(self._connection.execute(query.where(t.person.c.left_us.is_(None)).distinct()).scalars())

    def asset_owner(self, asset_id: str) -> str:
        """By its attributes."""
        query = select(t.asset.c.attributes).where(t.asset.c.asset_id == asset_id)
        told = self._connection.execute(query).scalar()
        return "" if told is None else owner_of(unpacked(told))


def _sums(rows: Sequence[Any], column: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for row in rows:
        if (code := getattr(row, column)) is not None:
            found[code] += row[-1]
    return found
