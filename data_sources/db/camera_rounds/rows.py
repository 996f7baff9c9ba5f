"""Rounds as rows inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, insert, or_, select, update

from dashboard.domain.camera_rounds.figures import SeatFigures
from dashboard.domain.camera_rounds.records import CameraRound, LookResult, PlanVersion, RoundLook, RoundPlan, Walk
from dashboard.ports.camera_rounds import CameraRoundRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_R = t.camera_round.c
_P = t.camera_round_plan.c
_W = t.camera_walk.c
_L = t.camera_look.c
_IS_FIND = case((_L.result == LookResult.FIND.value, 1), else_=0)


class SqlCameraRoundRows(SqlPart, CameraRoundRows):
    """Rounds, their plans, walks and looks."""

    def camera_rounds(self) -> Sequence[CameraRound]:
        """Those that have not ended, by name."""
        query = _rounds().where(_R.ended_us.is_(None)).order_by(_R.name, _R.round_key)
        return [_round(row) for row in self._connection.execute(query)]

    def camera_round(self, round_key: int) -> CameraRound | None:
        """One round; None when there is none."""
        newest = _rounds().where(_R.round_key == round_key).order_by(_P.plan_key.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return None if row is None else _round(row)

    def round_names(self) -> dict[int, str]:
        """The names of all rounds that there ever were, by key."""
        return {row.round_key: row.name for row in self._connection.execute(select(_R.round_key, _R.name))}

    def plan_versions(self, from_us: int, until_us: int) -> Sequence[PlanVersion]:
        """The plans that held at some time from `from_us` to before `until_us`."""
        held = and_(_P.from_us < until_us, or_(_P.until_us.is_(None), _P.until_us > from_us))
        rows = self._connection.execute(select(t.camera_round_plan).where(held).order_by(_P.plan_key))
        return [PlanVersion(row.round_key, _plan(row), row.from_us, row.until_us) for row in rows]

    def add_round(self, name: str, plan: RoundPlan, at_us: int) -> int:
        """Store a new round, whose plan holds from now on; return its key."""
        statement = insert(t.camera_round).values(name=name, revision=1).returning(_R.round_key)
        key = int(self._connection.execute(statement).scalar_one())
        self._add_plan(key, plan, at_us)
        return key

    def change_round(self, round_key: int, revision: int, name: str, plan: RoundPlan, at_us: int) -> bool:
        """Store its new plan, which holds from now on; False when somebody changed it since that revision."""
        if not self._revise(round_key, revision, name=name):
            return False
        self._end_plans(round_key, at_us)
        self._add_plan(round_key, plan, at_us)
        return True

    def end_round(self, round_key: int, revision: int, at_us: int) -> bool:
        """Plan it no more; False when somebody changed it since that revision."""
        if not self._revise(round_key, revision, ended_us=at_us):
            return False
        self._end_plans(round_key, at_us)
        return True

    def _revise(self, round_key: int, revision: int, **changes: Any) -> bool:
        mine = (_R.round_key == round_key, _R.revision == revision, _R.ended_us.is_(None))
        statement = update(t.camera_round).where(*mine).values(revision=revision + 1, **changes)
        return self._connection.execute(statement).rowcount == 1

    def _end_plans(self, round_key: int, at_us: int) -> None:
        open_ones = (_P.round_key == round_key, _P.until_us.is_(None))
        self._connection.execute(update(t.camera_round_plan).where(*open_ones).values(until_us=at_us))

    def _add_plan(self, round_key: int, plan: RoundPlan, at_us: int) -> None:
        row = {
            "round_key": round_key,
            "from_us": at_us,
            "cameras": packed(list(plan.cameras)),
            "weekdays": "".join(str(day) for day in sorted(plan.weekdays)),
            "minutes": packed(sorted(plan.minutes)),
            "window_min": plan.window_min,
        }
        self._connection.execute(insert(t.camera_round_plan).values(row))

    def walks(self, from_us: int, until_us: int) -> Sequence[Walk]:
        """The walks planned from `from_us` to before `until_us`, with how many cameras were looked at and the finds."""
        query = _walks().where(_W.planned_us >= from_us, _W.planned_us < until_us).order_by(_W.planned_us)
        return [_walk(row) for row in self._connection.execute(query)]

    def walk(self, walk_key: int) -> Walk | None:
        """One walk; None when there is none."""
        row = self._connection.execute(_walks().where(_W.walk_key == walk_key)).first()
        return None if row is None else _walk(row)

    def begin_walk(self, round_key: int, planned_us: int, cameras: Sequence[str], by: str, at_us: int) -> int:
        """Store that a planned time was begun, unless it was; return the key of the walk."""
        row = {"round_key": round_key, "planned_us": planned_us, "cameras": packed(list(cameras))}
        statement = upsert(self._dialect, t.camera_walk, ["round_key", "planned_us"], update=[])
        self._connection.execute(statement, {**row, "begun_us": at_us, "begun_by": by, "held_until_us": 0})
        mine = select(_W.walk_key).where(_W.round_key == round_key, _W.planned_us == planned_us)
        return int(self._connection.execute(mine).scalar_one())

    def hold_walk(self, walk_key: int, holder: str, at_us: int, until_us: int) -> bool:
        """Let a seat have it until then; False when it has ended or another seat has it now."""
        is_free = or_(_W.held_by.is_(None), _W.held_by == holder, _W.held_until_us <= at_us)
        mine = (_W.walk_key == walk_key, _W.ended_us.is_(None), is_free)
        statement = update(t.camera_walk).where(*mine).values(held_by=holder, held_until_us=until_us)
        return self._connection.execute(statement).rowcount == 1

    def let_walk_go(self, walk_key: int, holder: str) -> None:
        """Let any seat go on with it."""
        mine = (_W.walk_key == walk_key, _W.held_by == holder, _W.ended_us.is_(None))
        self._connection.execute(update(t.camera_walk).where(*mine).values(held_by=None, held_until_us=0))

    def end_walk(self, walk_key: int, at_us: int) -> None:
        """All of its cameras were looked at; the seat that has it finished it."""
        ended = {"ended_us": at_us, "ended_by": _W.held_by, "held_by": None, "held_until_us": 0}
        self._connection.execute(update(t.camera_walk).where(_W.walk_key == walk_key).values(ended))

    def round_looks(self, walk_key: int) -> Sequence[RoundLook]:
        """In the order of the cameras."""
        query = select(t.camera_look).where(_L.walk_key == walk_key).order_by(_L.position)
        return [_look(row) for row in self._connection.execute(query)]

    def save_round_look(self, look: RoundLook) -> bool:
        """Store it in place of the one before; False when that was a find, which stays."""
        columns = [name for name in RoundLook._fields if name not in ("walk_key", "position")]
        is_no_find = _L.result != LookResult.FIND.value
        statement = upsert(self._dialect, t.camera_look, ["walk_key", "position"], update=columns, only_if=is_no_find)
        return self._connection.execute(statement.returning(_L.walk_key), look._asdict()).first() is not None

    def seat_figures(self, from_us: int, until_us: int) -> Sequence[SeatFigures]:
        """What each seat did from `from_us` to before `until_us`, the most finds first."""
        is_unseen = case((_L.result == LookResult.UNSEEN.value, 1), else_=0)
        looked = (
            select(_L.looked_by, func.count(), func.sum(is_unseen), func.sum(_IS_FIND))
            .where(_L.at_us >= from_us, _L.at_us < until_us)
            .group_by(_L.looked_by)
        )
        ended = (
            select(_W.ended_by, func.count())
            .where(_W.ended_us >= from_us, _W.ended_us < until_us)
            .group_by(_W.ended_by)
        )
        finished = {seat: count for seat, count in self._connection.execute(ended) if seat}
        counts = {
            seat: (count, int(unseen), int(finds)) for seat, count, unseen, finds in self._connection.execute(looked)
        }
        seats = counts.keys() | finished.keys()
        figures = [SeatFigures(seat, *counts.get(seat, (0, 0, 0)), finished.get(seat, 0)) for seat in seats]
        return sorted(figures, key=lambda each: (-each.finds, -each.looked, each.seat))


def _rounds() -> Select[Any]:
    """Rounds with the plan that holds, or that held last."""
    other = t.camera_round_plan.alias().c
    newest = select(func.max(other.plan_key)).where(other.round_key == _R.round_key).correlate(t.camera_round)
    plan = [column for column in t.camera_round_plan.c if column.key != "round_key"]
    return select(t.camera_round, *plan).join_from(
        t.camera_round, t.camera_round_plan, _P.plan_key == newest.scalar_subquery()
    )


def _round(row: Row[Any]) -> CameraRound:
    return CameraRound(
        round_key=row.round_key, name=row.name, plan=_plan(row), revision=row.revision, ended_us=row.ended_us
    )


def _plan(row: Row[Any]) -> RoundPlan:
    weekdays = frozenset(int(day) for day in row.weekdays)
    return RoundPlan(tuple(unpacked(row.cameras)), weekdays, tuple(unpacked(row.minutes)), row.window_min)


def _walks() -> Select[Any]:
    looks = (
        select(_L.walk_key, func.count().label("looked"), func.sum(_IS_FIND).label("finds"))
        .group_by(_L.walk_key)
        .subquery()
    )
    counts = (func.coalesce(looks.c.looked, 0).label("looked"), func.coalesce(looks.c.finds, 0).label("finds"))
    return select(t.camera_walk, *counts).join_from(t.camera_walk, looks, looks.c.walk_key == _W.walk_key, isouter=True)


def _walk(row: Row[Any]) -> Walk:
    return Walk(
        row.walk_key,
        row.round_key,
        row.planned_us,
        tuple(unpacked(row.cameras)),
        row.begun_us,
        row.begun_by,
        row.held_by,
        row.held_until_us,
        row.ended_us,
        row.looked,
        int(row.finds),
    )


def _look(row: Row[Any]) -> RoundLook:
    return RoundLook(**{**row._mapping, "result": LookResult(row.result)})
