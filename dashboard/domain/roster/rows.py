"""What a row of a roster table says, or why it cannot be taken.

A refusal never quotes what stands in the column of people, unless it is a number that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from dashboard.domain.imports import Rejection, SheetRead, SheetRow, rounded_by_excel
from dashboard.domain.people.records import Person
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import PersonName, half_width, quotable
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.roster.planning import Grounds, is_own_area
from dashboard.domain.roster.records import SHIFT_KIND_LABELS, Entry, RosterArea, Shift

Cells = Mapping[str, str]
MERGED: Final = ("person", "day")
"""Columns whose cells offices merge: a blank one has the value above it."""
_DAY: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?: 0{1,2}:00(?::00)?)?|(\d{4})年(\d{1,2})月(\d{1,2})日?")
_SERIAL: Final = re.compile(r"[1-9]\d{4}(\.\d+)?")
_YEARS: Final = range(2000, 2101)
_ASCII: Final = re.compile(r"[\x20-\x7e]+")


def filled_down(sheet: SheetRead) -> list[SheetRow]:
    """Return the rows with blanks in the columns of MERGED filled from above, in rows that have a shift.

    A row that could not be read breaks the chain: what was merged from it is not known.
    """
    broken = sorted(_line(each.where.en) for each in sheet.rejected)
    above: dict[str, str] = {}
    filled: list[SheetRow] = []
    for row in sheet.rows:
        if broken and broken[0] < _line(row.where.en):
            above, broken = {}, [each for each in broken if each > _line(row.where.en)]
        cells = dict(row.cells)
        if cells["shift"]:
            cells |= {column: above.get(column, "") for column in MERGED if not cells[column]}
        above |= {column: row.cells[column] for column in MERGED if row.cells[column]}
        filled.append(row._replace(cells=cells))
    return filled


def entry_of(cells: Cells, grounds: Grounds, squads: Mapping[str, str]) -> Entry:
    """Return the entry of a row; `squads` are names by code. Raises RowRefused."""
    shift = _shift(cells["shift"], grounds.shifts)
    person = _person(cells, grounds.people)
    day = day_told(cells["day"])
    if squad := half_width(cells.get("squad", "")):
        _check_squad(squad, person, squads)
    if person.left_us is not None and moment_us(day, shift.starts_min, grounds.zone) >= person.left_us:
        raise RowRefused(f"{person.number} 已离职", f"{person.number} does not work here any more")
    return Entry(person.number, day, shift.code, _area(cells.get("area", ""), person, grounds.areas))


def day_told(cell: str) -> date:
    """Return the day that a cell says: 2026-11-27, 2026/11/27, 2026.11.27 or 2026年11月27日. Raises RowRefused."""
    said = half_width(cell)
    if not said:
        raise RowRefused("日期为空，上方也没有可沿用的日期", "the day is empty, and there is none above to take")
    if _SERIAL.fullmatch(said):
        raise RowRefused(
            f"日期 {said} 是 Excel 的序列号，不是日期；请把该列设为日期格式后重新导出",
            f"the day {said} is Excel's serial number; format the column as a date and export again",
        )
    found = _DAY.fullmatch(said)
    parts = [int(part) for part in found.groups() if part and part.isdecimal()] if found else []
    day = _date(*parts) if len(parts) == 3 else None
    if day is None:
        shown = quotable(said)
        raise RowRefused(f"日期 {shown!r} 无法识别，请写成 2026-11-27", f"{shown!r} is no day; write it as 2026-11-27")
    return day


def called(cells: Cells, people: Mapping[str, Person]) -> str:
    """Return what a report calls a row: a number that is known, else what stands there without giving a name away."""
    said = half_width(cells["person"])
    if said in people or _ASCII.fullmatch(said):
        return quotable(said)
    return str(PersonName(said)) if said else ""


def doubled(rows: Iterable[tuple[SheetRow, Entry]]) -> Iterator[tuple[SheetRow, RowRefused]]:
    """Return the rows that say again what another says: of rows that agree all but the first, of others all."""
    groups: dict[tuple[str, date, str], list[tuple[SheetRow, Entry]]] = {}
    for row, entry in rows:
        groups.setdefault(entry[:3], []).append((row, entry))
    for group in (each for each in groups.values() if len(each) > 1):
        first = group[0]
        if all(entry == first[1] for _, entry in group):
            where = first[0].where
            again = RowRefused(f"与{where.zh}重复，已按{where.zh}导入", f"the same as {where.en}, which landed")
            yield from ((row, again) for row, _ in group[1:])
        else:
            zh, en = ("、".join(row.where.zh for row, _ in group), " and ".join(row.where.en for row, _ in group))
            differ = RowRefused(f"{zh}的责任区不一致，请只保留一行", f"{en} say different areas; keep one of them")
            yield from ((row, differ) for row, _ in group)


def rejection(row: SheetRow, refused: RowRefused, people: Mapping[str, Person]) -> Rejection:
    """Return how a report tells that a row was refused."""
    return Rejection(row.where, called(row.cells, people), refused.reason)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _person(cells: Cells, people: Mapping[str, Person]) -> Person:
    number = half_width(cells["person"])
    if not number:
        raise RowRefused("工号为空，上方也没有可沿用的工号", "the number is empty, and there is none above to take")
    if number not in people:
        if reason := rounded_by_excel(number):
            raise RowRefused(*reason)
        raise RowRefused("没有这个工号，请核对，或先导入人员", "there is nobody with this number; import people first")
    return people[number]


def _shift(cell: str, shifts: Mapping[str, Shift]) -> Shift:
    said = half_width(cell)
    if not said:
        raise RowRefused("班次为空；休息的日子不用写", "the shift is empty; leave days off out")
    if said in shifts:
        return shifts[said]
    plain = said.casefold()
    named = [each for each in shifts.values() if plain in (each.code.casefold(), each.name.casefold())]
    found = named or [each for each in shifts.values() if plain in _kind_words(each)]
    if len(found) != 1:
        shown, known = quotable(said), "、".join(each.name for each in shifts.values()) or "—"
        many = len(found) > 1
        raise RowRefused(
            f"班次 {shown!r} {'有多个，请填写编码' if many else '不存在'}，可用：{known}",
            f"{'several shifts are' if many else 'there is no shift'} {shown!r}; use {known}",
        )
    return found[0]


def _kind_words(shift: Shift) -> tuple[str, ...]:
    label = SHIFT_KIND_LABELS[shift.kind]
    return (label.zh, f"{label.zh}班", label.en.casefold(), shift.kind.value)


def _check_squad(said: str, person: Person, squads: Mapping[str, str]) -> None:
    own = person.squad
    if said not in (own, squads.get(own or "")):
        shown = quotable(said)
        raise RowRefused(
            f"{person.number} 属于{squads.get(own or '', '其他部门')}，不是{shown}",
            f"{person.number} is of {own or 'no squad'}, not of {shown}",
        )


def _area(cell: str, person: Person, areas: Mapping[str, RosterArea]) -> str | None:
    said = half_width(cell)
    if not said:
        return None
    named = [areas[said]] if said in areas else [each for each in areas.values() if each.name == said]
    own = [each for each in named if is_own_area(each, person.squad, areas.values())]
    shown = quotable(said)
    if not named:
        raise RowRefused(
            f"责任区 {shown!r} 不存在，请先导入网格", f"there is no area {shown!r}; import the grids first"
        )
    if not own:
        raise RowRefused(f"{shown} 是其他中队的责任区", f"{shown} is an area of another squad")
    if len(own) > 1:
        raise RowRefused(
            f"责任区 {shown!r} 有 {len(own)} 个，请填写编码", f"{len(own)} areas are called {shown!r}; say the code"
        )
    return own[0].code


def _line(where: str) -> int:
    return int(re.sub(r"\D", "", where) or 0)
