"""Many cases at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Source
from data_sources.db import tables as t
from data_sources.db.cases.columns import case_of, cases, row_of
from data_sources.db.cases.search import Findable, add_to_search
from data_sources.db.register_rows import keys_of

_AT_ONCE: Final = 500


def add_in_bulk(connection: Connection, cases: Sequence[Case]) -> Sequence[int]:
    """Store cases whose numbers are new, let them be found by their words, and return their keys in the same order."""
    if not cases:
        return []
    areas = keys_of(connection, t.area, "code", "area_key")
    assets = _asset_keys(connection, {each.origin.asset_id for each in cases if each.origin.asset_id is not None})
    connection.execute(insert(t.case_record), [_plain_row(each, areas, assets) for each in cases])
    keys = _keys_of_numbers(connection, [each.number for each in cases])
    found = [keys[each.number] for each in cases]
    add_to_search(
        connection, [Findable.by(replace(each, case_key=key)) for each, key in zip(cases, found, strict=True)]
    )
    receipts = [_receipt(each, key) for each, key in zip(cases, found, strict=True) if _is_picture(each)]
    if receipts:
        connection.execute(insert(t.case_snapshot), receipts)
    return found


def _is_picture(case: Case) -> bool:
    return case.origin.source is Source.SNAPSHOT


def _receipt(case: Case, case_key: int) -> dict[str, Any]:
    """Of a case of another system its report stands for the picture."""
    return {"case_key": case_key, "received_us": case.times.reported_us, "accepted_us": case.times.accepted_us}


def _plain_row(case: Case, areas: dict[str, int], assets: dict[str, int]) -> dict[str, Any]:
    """The row with keys in place of the queries for them, which no bulk statement takes."""
    place, asset_id = case.place, case.origin.asset_id
    keys = {
        "area_key": areas.get(place.area or ""),
        "line_key": areas.get(place.line or ""),
        "asset_key": assets.get(asset_id or ""),
    }
    return row_of(case) | keys


def _asset_keys(connection: Connection, codes: set[str]) -> dict[str, int]:
    a = t.asset.c
    return dict(connection.execute(select(a.asset_id, a.asset_key).where(a.asset_id.in_(codes))).all()) if codes else {}


def find_by_numbers(connection: Connection, numbers: Sequence[str]) -> Mapping[str, Case]:
    """Return the cases of these numbers, without the areas above theirs."""
    return {
        row.number: case_of(row)
        for some in _slices(numbers)
        for row in connection.execute(cases().where(t.case_record.c.number.in_(some)))
    }


def _keys_of_numbers(connection: Connection, numbers: Sequence[str]) -> dict[str, int]:
    c, found = t.case_record.c, {}
    for some in _slices(numbers):
        found.update(dict(connection.execute(select(c.number, c.case_key).where(c.number.in_(some))).all()))
    return found


def _slices(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
