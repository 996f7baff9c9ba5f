"""Rules of dispatch, their decisions, and the figures of both, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from dashboard.domain.cases.decisions import CaseDecision, DispatchFigures, ReturnedCase, RuleUse
from dashboard.domain.cases.dispatch_rules import DispatchRule, Outcome, RuleVersion, owner_of, unit_of
from dashboard.domain.cases.records import EntryKind, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.ports.dispatching import DispatchRuleRows, PastRow
from data_sources.db import tables as t
from data_sources.db.engine import WRITES
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.medians import median_s
from data_sources.db.part import SqlPart

_R: Final = t.dispatch_rule.c
_V: Final = t.dispatch_rule_version.c
_D: Final = t.case_decision.c
_C: Final = t.case_record.c
_E: Final = t.case_entry.c
_KEYS_AT_ONCE: Final = 500
_CURRENT: Final = select(t.dispatch_rule_version).join(
    t.dispatch_rule, and_(_R.rule_key == _V.rule_key, _R.version == _V.version)
)
_AUTO: Final = _D.outcome == Outcome.AUTO.value
_CAME_BACK: Final = or_(_C.returns > 0, _C.unit_count > 1)


class SqlDispatchRuleRows(SqlPart, DispatchRuleRows):
    """Each change of a rule is a row of its own; nothing of it is changed later."""

    def dispatch_rules(self) -> Sequence[DispatchRule]:
        """The newest of each."""
        return [each.rule for each in self.newest_rules()]

    def newest_rules(self) -> Sequence[RuleVersion]:
        """The newest of each, with its author."""
        rows = self._connection.execute(_CURRENT.order_by(_V.rule_key))
        return [RuleVersion(_rule_of(row), row.author, row.at_us) for row in rows]

    def dispatch_rule(self, rule_key: int) -> DispatchRule | None:
        """The newest of one; on PostgreSQL locked when the transaction writes."""
        query = _CURRENT.where(_V.rule_key == rule_key)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update(of=t.dispatch_rule)
        row = self._connection.execute(query).first()
        return None if row is None else _rule_of(row)

    def rule_versions(self, rule_key: int) -> Sequence[RuleVersion]:
        """All of one, the newest first."""
        query = select(t.dispatch_rule_version).where(_V.rule_key == rule_key).order_by(_V.version.desc())
        return [RuleVersion(_rule_of(row), row.author, row.at_us) for row in self._connection.execute(query)]

    def save_dispatch_rule(self, rule: DispatchRule, author: str, at_us: int) -> DispatchRule:
        """Store it after the versions before."""
        if rule.rule_key == 0:
            added = insert(t.dispatch_rule).values(version=1).returning(_R.rule_key)
            key, version = int(self._connection.execute(added).scalar_one()), 1
        else:
            raised = update(t.dispatch_rule).where(_R.rule_key == rule.rule_key).values(version=_R.version + 1)
            key, version = rule.rule_key, int(self._connection.execute(raised.returning(_R.version)).scalar_one())
        row = {
            "rule_key": key,
            "version": version,
            "name": rule.name,
            "is_on": rule.is_on,
            "content": packed(rule.as_json()),
            "author": author,
            "at_us": at_us,
        }
        self._connection.execute(insert(t.dispatch_rule_version).values(row))
        return DispatchRule.from_json(rule.as_json(), rule_key=key, version=version, name=rule.name, is_on=rule.is_on)

    def add_decisions(self, decisions: Sequence[CaseDecision]) -> None:
        """Keep them."""
        rows = [
            {**each._asdict(), "outcome": each.outcome.value, "data": packed(dict(each.data))} for each in decisions
        ]
        if rows:
            self._connection.execute(insert(t.case_decision), rows)

    def decisions_of(self, case_key: int) -> Sequence[CaseDecision]:
        """The oldest first."""
        query = select(t.case_decision).where(_D.case_key == case_key).order_by(_D.decision_key)
        return [
            CaseDecision(
                row.case_key,
                row.at_us,
                Outcome(row.outcome),
                row.rule_key,
                row.rule_version,
                row.unit,
                row.took_us,
                unpacked(row.data),
            )
            for row in self._connection.execute(query)
        ]

    def rule_uses(self, since_us: int) -> Sequence[RuleUse]:
        """By rule and version, in one pass."""
        returned, moved = func.count().filter(_C.returns > 0), func.count().filter(_C.unit_count > 1)
        query = (
            select(_D.rule_key, _D.rule_version, func.count(), returned, moved)
            .join_from(t.case_decision, t.case_record, _C.case_key == _D.case_key)
            .where(_AUTO, _D.at_us >= since_us)
            .group_by(_D.rule_key, _D.rule_version)
            .order_by(_D.rule_key, _D.rule_version)
        )
        return [RuleUse(*row) for row in self._connection.execute(query)]

    def returned_cases(self, since_us: int, most: int) -> Sequence[ReturnedCase]:
        """The newest first, each with the reason that was given last."""
        query = (
            select(t.case_decision, _C.number, _C.category_name, _C.squad, _C.department, _C.assignee)
            .join_from(t.case_decision, t.case_record, _C.case_key == _D.case_key)
            .where(_AUTO, _D.at_us >= since_us, _CAME_BACK)
            .order_by(_D.at_us.desc(), _D.decision_key.desc())
            .limit(most)
        )
        rows = self._connection.execute(query).all()
        reasons = self._reasons([row.case_key for row in rows])
        return [_returned(row, *reasons.get(row.case_key, (row.at_us, ""))) for row in rows]

    def past_filings(self, since_us: int, most: int) -> Sequence[PastRow]:
        """With what rules look at, in two passes."""
        line = aliased(t.area)
        query = (
            select(_C.case_key, _C.number, _C.category, _C.source, _C.filed_us, _C.last_unit, _C.returns, _C.unit_count)
            .add_columns(t.area.c.code.label("area"), line.c.code.label("line"), t.asset.c.attributes)
            .select_from(t.case_record)
            .outerjoin(t.area, t.area.c.area_key == _C.area_key)
            .outerjoin(line, line.c.area_key == _C.line_key)
            .outerjoin(t.asset, t.asset.c.asset_key == _C.asset_key)
            .where(_C.filed_us >= since_us, _C.dispatched_us.is_not(None), _C.last_unit != "")
            .order_by(_C.filed_us.desc())
            .limit(most)
        )
        rows = self._connection.execute(query).all()
        firsts = self._first_units([row.case_key for row in rows if row.unit_count > 1 or row.returns > 0])
        return [_past(row, firsts.get(row.case_key, row.last_unit)) for row in rows]

    def dispatch_figures(self, from_us: int, until_us: int) -> DispatchFigures:
        """Counts in one pass; the median is the one in the middle of the order."""
        came_back = or_(
            _C.unit_count > 1, and_(_C.returns > 0, _C.state == CaseState.TO_DISPATCH.value, _C.ended_us.is_(None))
        )
        auto = select(_D.case_key).where(_D.case_key == _C.case_key, _AUTO).exists()
        within = (_C.filed_us >= from_us, _C.filed_us < until_us, _C.dispatched_us.is_not(None))
        flagged = select(
            (_C.dispatched_us - _C.filed_us).label("took"),
            case((auto, 1), else_=0).label("auto"),
            case((came_back, 1), else_=0).label("wrong"),
        ).where(*within)
        every = flagged.subquery()
        counts = select(
            func.count(), func.sum(every.c.auto), func.sum(case((every.c.wrong == 0, every.c.auto), else_=0))
        ).select_from(every)
        total, automatic, right = (int(each or 0) for each in self._connection.execute(counts).one())
        return DispatchFigures(
            total,
            automatic,
            right,
            median_s(self._connection, flagged, total),
            median_s(self._connection, flagged.where(auto), automatic),
            median_s(self._connection, flagged.where(~auto), total - automatic),
        )

    def _reasons(self, keys: Sequence[int]) -> Mapping[int, tuple[int, str]]:
        wanted = _E.what.in_((Action.RETURN.value, Action.DISPATCH.value))
        return {row.case_key: (row.at_us, row.text) for row in self._entries(keys, wanted) if row.text}

    def _first_units(self, keys: Sequence[int]) -> Mapping[int, str]:
        wanted = and_(_E.kind == EntryKind.DISPATCH.value, _E.what == Action.DISPATCH.value)
        found: dict[int, str] = {}
        for row in self._entries(keys, wanted):
            told = unpacked(row.data)
            found.setdefault(row.case_key, unit_of(Units(**{name: told.get(name) for name in Units._fields})))
        return found

    def _entries(self, keys: Collection[int], wanted: ColumnElement[bool]) -> list[Any]:
        """Entries of these cases, the oldest first."""
        found: list[Any] = []
        wanted_keys = list(keys)
        for begin in range(0, len(wanted_keys), _KEYS_AT_ONCE):
            part = wanted_keys[begin : begin + _KEYS_AT_ONCE]
            query = select(t.case_entry).where(_E.case_key.in_(part), wanted).order_by(_E.at_us, _E.entry_key)
            found += self._connection.execute(query).all()
        return found


def _rule_of(row: Any) -> DispatchRule:
    head = {"rule_key": row.rule_key, "version": row.version, "name": row.name, "is_on": row.is_on}
    return DispatchRule.from_json(unpacked(row.content), **head)


def _returned(row: Any, at_us: int, reason: str) -> ReturnedCase:
    then = unit_of(Units(squad=row.squad, department=row.department, assignee=row.assignee))
    return ReturnedCase(
        row.rule_key, row.rule_version, row.case_key, row.number, row.category_name, at_us, reason, row.unit, then
    )


def _past(row: Any, first: str) -> PastRow:
    return PastRow(
        row.case_key,
        row.number,
        row.category,
        tuple(code for code in (row.line, row.area) if code is not None),
        Source(row.source),
        owner_of(unpacked(row.attributes)) if row.attributes else "",
        row.filed_us,
        row.last_unit,
        first,
        row.returns > 0 or row.unit_count > 1,
    )
