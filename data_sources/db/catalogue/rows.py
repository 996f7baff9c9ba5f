"""The catalogue as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.records import AreaClass, Category, CategoryKind, Standard, Step
from dashboard.domain.catalogue.tree import Contents, Version
from dashboard.ports.catalogue import CatalogueRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart

_V = t.catalogue.c
_C = t.category.c
_S = t.category_standard.c


class SqlCatalogueRows(SqlPart, CatalogueRows):
    """Versions, categories, standards and limits of steps."""

    def catalogue_versions(self) -> Sequence[Version]:
        """All, the newest beginning first; of those that began on one day the last imported first."""
        query = select(t.catalogue).order_by(_V.valid_from.desc(), _V.catalogue_key.desc())
        return [_version(row) for row in self._connection.execute(query)]

    def catalogue_contents(self, version: int) -> Contents:
        """What a version says; empty when there is no such version."""
        categories = select(t.category).where(_C.catalogue_key == version).order_by(_C.category_key)
        steps = select(t.step_limit).where(t.step_limit.c.catalogue_key == version)
        return Contents(
            tuple(
                Category(row.code, row.name, CategoryKind(row.kind), row.parent)
                for row in self._connection.execute(categories)
            ),
            self._standards(version),
            {Step(row.step): _limit(row) for row in self._connection.execute(steps)},
        )

    def add_catalogue(self, version: Version, contents: Contents) -> int:
        """Store it with what it says, and return its number."""
        row = {
            "name": version.name,
            "valid_from": version.valid_from.isoformat(),
            "valid_until": version.valid_until.isoformat() if version.valid_until else None,
            "imported_us": version.imported_us,
        }
        added = insert(t.catalogue).values(row).returning(_V.catalogue_key)
        key = int(self._connection.execute(added).scalar_one())
        self._add(t.category, [{**each._asdict(), "catalogue_key": key} for each in contents.categories])
        keys = {row.code: row.category_key for row in self._connection.execute(_keys(key))}
        self._add(t.category_standard, [_standard_row(each, keys[each.category]) for each in contents.standards])
        steps = [
            {"catalogue_key": key, "step": step.value, "amount": limit.amount, "limit_type": limit.type.value}
            for step, limit in contents.steps.items()
        ]
        self._add(t.step_limit, steps)
        return key

    def end_catalogue(self, version: int, last_day: date) -> None:
        """From now on this is its last day."""
        ended = update(t.catalogue).where(_V.catalogue_key == version).values(valid_until=last_day.isoformat())
        self._connection.execute(ended)

    def _standards(self, version: int) -> tuple[Standard, ...]:
        query = (
            select(_C.code, t.category_standard)
            .join_from(t.category_standard, t.category)
            .where(_C.catalogue_key == version)
            .order_by(_S.category_standard_key)
        )
        return tuple(
            Standard(
                row.code,
                _limit(row),
                row.condition,
                AreaClass(row.area_class) if row.area_class else None,
                row.filing,
                row.closing,
                row.evidence,
            )
            for row in self._connection.execute(query)
        )

    def _add(self, table: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)


def _keys(version: int) -> Any:
    return select(_C.code, _C.category_key).where(_C.catalogue_key == version)


def _version(row: Row[Any]) -> Version:
    until = date.fromisoformat(row.valid_until) if row.valid_until else None
    return Version(row.catalogue_key, row.name, date.fromisoformat(row.valid_from), until, row.imported_us)


def _limit(row: Row[Any]) -> Limit:
    return Limit(row.amount, LimitType(row.limit_type))


def _standard_row(standard: Standard, category_key: int) -> dict[str, Any]:
    return {
        "category_key": category_key,
        "condition": standard.condition,
        "area_class": standard.area_class.value if standard.area_class else "",
        "amount": standard.limit.amount,
        "limit_type": standard.limit.type.value,
        "filing": standard.filing,
        "closing": standard.closing,
        "evidence": standard.evidence,
    }
