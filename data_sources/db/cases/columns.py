"""A case as a row, and a row as a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from dashboard.domain.cases.records import (
    Approval,
    Case,
    Clocks,
    Counts,
    Flag,
    Origin,
    Pending,
    Place,
    Times,
    Units,
)
from dashboard.domain.cases.states import CaseState, Source
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.storable import storable

_LINE: Final = aliased(t.area)
_CLOCKS: Final = tuple(name for name in Clocks._fields if name != "frozen")
_COUNTS: Final = {name: "unit_count" if name == "units" else name for name in Counts._fields}


def cases() -> Select[Any]:
    """Return the query of cases with the codes of what they are tied to."""
    return (
        select(
            t.case_record,
            t.area.c.code.label("area_code"),
            _LINE.c.code.label("line_code"),
            t.asset.c.asset_id.label("asset_id"),
        )
        .outerjoin(t.area, t.area.c.area_key == t.case_record.c.area_key)
        .outerjoin(_LINE, _LINE.c.area_key == t.case_record.c.line_key)
        .outerjoin(t.asset, t.asset.c.asset_key == t.case_record.c.asset_key)
    )


def case_of(row: Row[Any], areas: Iterable[str] = ()) -> Case:
    """Return the case of a row of `cases()`; `areas` are those that it lies in."""
    pending = unpacked(row.pending) if row.pending else None
    return Case(
        case_key=row.case_key,
        number=row.number,
        revision=row.revision,
        state=CaseState(row.state),
        category=row.category,
        category_name=row.category_name,
        condition=row.condition,
        description=row.description,
        place=Place(row.lon, row.lat, row.address, row.area_code, row.line_code, frozenset(areas)),
        origin=Origin(Source(row.source), row.reporter, row.asset_id, row.alarm_key, row.camera_event_key),
        units=Units(**{name: getattr(row, name) for name in Units._fields}),
        flags=frozenset(Flag(word) for word in row.flags.split()),
        times=Times(**{name: getattr(row, name) for name in Times._fields}),
        counts=Counts(**{name: getattr(row, column) for name, column in _COUNTS.items()}),
        clocks=Clocks(**{name: getattr(row, name) for name in _CLOCKS}, frozen=unpacked(row.frozen)),
        pending=None if pending is None else _pending(pending),
        on_time=row.on_time,
        merged_into=row.merged_into,
        merged_from=None if row.merged_from is None else CaseState(row.merged_from),
        last_unit=row.last_unit,
    )


def _pending(told: dict[str, Any]) -> Pending:
    return Pending(**{**told, "what": Approval(told["what"]), "agreed": tuple(told["agreed"])})


def row_of(case: Case) -> dict[str, Any]:
    """Return the columns of a case but its key; areas and assets are told by their codes."""
    clocks, counts = case.clocks._asdict(), case.counts._asdict()
    return {
        "number": case.number,
        "revision": case.revision,
        "state": case.state.value,
        "category": case.category,
        "category_name": case.category_name,
        "condition": case.condition,
        "description": storable(case.description),
        "address": storable(case.place.address),
        "lon": case.place.lon,
        "lat": case.place.lat,
        "area_key": _key_of(t.area, "area_key", "code", case.place.area),
        "line_key": _key_of(t.area, "area_key", "code", case.place.line),
        "source": case.origin.source.value,
        "reporter": case.origin.reporter,
        "asset_key": _key_of(t.asset, "asset_key", "asset_id", case.origin.asset_id),
        "alarm_key": case.origin.alarm_key,
        "camera_event_key": case.origin.camera_event_key,
        **case.units._asdict(),
        "flags": flags_text(case.flags),
        **case.times._asdict(),
        **{column: counts[name] for name, column in _COUNTS.items()},
        **{name: clocks[name] for name in _CLOCKS},
        "frozen": packed(dict(case.clocks.frozen)),
        "pending": None if case.pending is None else packed(case.pending._asdict()),
        "on_time": case.on_time,
        "merged_into": case.merged_into,
        "merged_from": None if case.merged_from is None else case.merged_from.value,
        "last_unit": case.last_unit,
    }


def flags_text(flags: Iterable[Flag]) -> str:
    """Return flags as they are stored, each between spaces so that one is found by its word."""
    words = sorted(flag.value for flag in flags)
    return f" {' '.join(words)} " if words else ""


def _key_of(table: Any, key: str, column: str, value: str | None) -> Any:
    if value is None:
        return None
    return select(table.c[key]).where(table.c[column] == value).scalar_subquery()
