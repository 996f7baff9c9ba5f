"""What a row of a calendar table says about a day, or why it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from dashboard.domain.cases.calendar import CalendarDay, DayKind
from dashboard.domain.imports import SheetRow
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import half_width, quotable
from dashboard.domain.roster.rows import day_told

LONGEST_NAME: Final = 80
_OFF: Final = ("holiday", "off", "休", "休息", "休息日", "放假", "节假日", "法定节假日", "调休放假")
_WORKED: Final = ("workday", "work", "班", "上班", "补班", "工作日", "调休上班", "调休工作日")
_WORDS: Final = {**dict.fromkeys(_OFF, DayKind.HOLIDAY), **dict.fromkeys(_WORKED, DayKind.WORKDAY)}
"""What offices write. 调休 alone may mean either, and is refused."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def calendar_day_of(cells: Mapping[str, str], source: str) -> CalendarDay:
    """Return the day of a row; `source` is the file. Raises RowRefused."""
    if not half_width(cells["day"]):
        raise RowRefused("日期为空，请填写", "the day is empty; fill it in")
    return CalendarDay(day_told(cells["day"]), _kind(cells["kind"]), _name(cells.get("name", "")), source)


def doubled_days(rows: Iterable[tuple[SheetRow, CalendarDay]]) -> Iterator[tuple[SheetRow, RowRefused]]:
    """Return the rows of a day that comes twice: all but the first where they agree, else all of them."""
    groups: dict[date, list[tuple[SheetRow, CalendarDay]]] = {}
    for row, day in rows:
        groups.setdefault(day.day, []).append((row, day))
    for group in (each for each in groups.values() if len(each) > 1):
        places = [row.where for row, _ in group]
        if len({day.kind for _, day in group}) == 1:
            again = RowRefused(
                f"与{places[0].zh}重复，已按{places[0].zh}导入", f"the same as {places[0].en}, which landed"
            )
            yield from ((row, again) for row, _ in group[1:])
        else:
            zh, en = "、".join(each.zh for each in places), " and ".join(each.en for each in places)
            differ = RowRefused(f"{zh}对同一天说法不一，请只保留一行", f"{en} say different things; keep one of them")
            yield from ((row, differ) for row, _ in group)


def _kind(cell: str) -> DayKind:
    said = half_width(cell)
    kind = _WORDS.get(said.casefold())
    if kind is None:
        shown = quotable(said)
        raise RowRefused(
            f"类型 {shown!r} 无法识别，请写 休 或 班", f"{shown!r} is no kind of day; write holiday or workday (休, 班)"
        )
    return kind


def _name(cell: str) -> str:
    said = half_width(cell)
    if len(said) > LONGEST_NAME or _CONTROL.search(said):
        raise RowRefused(
            f"名称须在 {LONGEST_NAME} 个字符以内，且不含控制字符",
            f"the name has at most {LONGEST_NAME} characters and no control characters",
        )
    return said
