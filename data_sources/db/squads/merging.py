"""What a squad that is merged hands over, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, exists, func, literal, or_, select, update

from dashboard.domain.people.records import Squad
from dashboard.domain.squads.merging import Handover
from dashboard.ports.squad_mergers import SquadMergerRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.people.rows import FORMER
from data_sources.db.upserts import upsert

_C: Final = t.case_record.c
_R: Final = t.responsibility.c
_N: Final = t.need.c


class SqlSquadMergerRows(SqlPart, SquadMergerRows):
    """Mergers of squads."""

    def held_by_squad(self, code: str) -> Handover:
        """One count each."""
        key = self._squad_key(code)
        return Handover(
            people=self._count(t.person, t.person.c.squad_key == key, t.person.c.left_us.is_(None)),
            areas=self._count(t.area, t.area.c.squad_key == key),
            cases=self._count(t.case_record, or_(_C.squad == code, _C.second_squad == code), _C.ended_us.is_(None)),
            tasks=self._count(t.supervision, t.supervision.c.squad == code, t.supervision.c.ended_us.is_(None)),
            accounts=self._count(t.account, t.account.c.squad == code),
        )

    def save_mergers(self, squads: Sequence[Squad]) -> None:
        """By their code."""
        rows = [{"own": each.code, "into": each.merged_into, "at_us": each.merged_us} for each in squads]
        squad = update(t.squad).where(t.squad.c.code == bindparam("own"))
        self._connection.execute(squad.values(merged_into=bindparam("into"), merged_us=bindparam("at_us")), rows)

    def hand_over_squad(self, code: str, into: str) -> None:
        """By the keys of both."""
        old, new = self._squad_key(code), self._squad_key(into)
        person = t.person.c
        is_ours = and_(person.squad_key == old, person.left_us.is_(None))
        former = select(person.person_key, literal(self._now_us), person.squad_key).where(is_ours)
        self._connection.execute(upsert(self._dialect, t.former_squad, FORMER, update=[], source=former))
        self._connection.execute(update(t.person).where(is_ours).values(squad_key=new))
        self._connection.execute(update(t.area).where(t.area.c.squad_key == old).values(squad_key=new))
        self._connection.execute(update(t.account).where(t.account.c.squad == code).values(squad=into))
        task = t.supervision.c
        is_open = and_(task.squad == code, task.ended_us.is_(None))
        self._connection.execute(update(t.supervision).where(is_open).values(squad=into, revision=task.revision + 1))
        self._pass_posts(old, new)
        self._pass_needs(old, new)

    def _pass_posts(self, old: int, new: int) -> None:
        """What the posts of both squads answer for already is not doubled."""
        same = t.responsibility.alias()
        both = exists().where(
            same.c.squad_key == new,
            same.c.area_key == _R.area_key,
            same.c.role == _R.role,
            same.c.post == _R.post,
        )
        self._connection.execute(delete(t.responsibility).where(_R.squad_key == old, both))
        self._connection.execute(update(t.responsibility).where(_R.squad_key == old).values(squad_key=new))

    def _pass_needs(self, old: int, new: int) -> None:
        """A shift that both need people for needs as many as both."""
        own = t.need.alias()
        shared = select(own.c.people).where(own.c.squad_key == old, own.c.shift_key == _N.shift_key)
        more = func.coalesce(shared.scalar_subquery(), 0)
        self._connection.execute(update(t.need).where(_N.squad_key == new).values(people=_N.people + more))
        kept = select(own.c.shift_key).where(own.c.squad_key == new)
        self._connection.execute(delete(t.need).where(_N.squad_key == old, _N.shift_key.in_(kept)))
        self._connection.execute(update(t.need).where(_N.squad_key == old).values(squad_key=new))

    def _squad_key(self, code: str) -> int:
        return int(self._connection.execute(select(t.squad.c.squad_key).where(t.squad.c.code == code)).scalar_one())

    def _count(self, table: Table, *conditions: ColumnElement[Any]) -> int:
        return int(self._connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())
