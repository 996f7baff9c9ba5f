"""The list of cases as a table for spreadsheets: which columns there are, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.clocks import LAMP_LABELS, Lamp
from dashboard.domain.cases.records import FLAG_LABELS, Case
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import SOURCE_LABELS, STATE_LABELS
from dashboard.domain.cases.timing import step_lamp, whole_lamp
from dashboard.domain.readings import from_us
from dashboard.domain.text import Language, Text


class ExportColumn(StrEnum):
    """What a table may tell, named as the columns of the list are; some are several columns of the table."""

    NUMBER = "number"
    CATEGORY = "category"
    PLACE = "place"
    UNIT = "unit"
    STATE = "state"
    SOURCE = "source"
    STEP_LEFT = "step_left"
    WHOLE_LEFT = "whole_left"
    REPORTED = "reported"
    GRID = "grid"
    PERSON = "person"
    FLAGS = "flags"


class Reader(NamedTuple):
    """For whom the table is made, and of which moment its lamps are; people in `names` are masked."""

    language: Language
    zone: tzinfo
    names: CaseNames
    now_us: int

    def say(self, text: Text) -> str:
        """The text in the reader's language."""
        return text.in_language(self.language)

    def moment(self, at_us: int | None) -> str:
        """A time of the city to the second, empty for None."""
        return "" if at_us is None else f"{from_us(at_us).astimezone(self.zone):%Y-%m-%d %H:%M:%S}"


Cell = str | float
_IN_TIME: Final = {True: Text("按期", "on time"), False: Text("超期", "late")}
_HEADS: Final[Mapping[ExportColumn, Sequence[Text]]] = {
    ExportColumn.NUMBER: [Text("案件编号", "Number")],
    ExportColumn.CATEGORY: [
        Text("类别代码", "Category code"),
        Text("类别", "Category"),
        Text("立案条件", "Filing condition"),
    ],
    ExportColumn.PLACE: [Text("地址", "Address"), Text("经度 (WGS-84)", "Lon (WGS-84)"), Text("纬度", "Lat")],
    ExportColumn.UNIT: [Text("处置单位", "Unit")],
    ExportColumn.STATE: [Text("状态", "State")],
    ExportColumn.SOURCE: [Text("来源", "Source")],
    ExportColumn.STEP_LEFT: [Text("本步到期 {}", "Step due {}"), Text("本步灯", "Lamp of the step")],
    ExportColumn.WHOLE_LEFT: [
        Text("全程到期 {}", "Case due {}"),
        Text("全程灯", "Lamp of the case"),
        Text("是否按期", "In time"),
    ],
    ExportColumn.REPORTED: [Text("上报时间 {}", "Reported {}"), Text("结束时间 {}", "Ended {}")],
    ExportColumn.GRID: [Text("网格代码", "Area code"), Text("网格", "Area")],
    ExportColumn.PERSON: [Text("处置人", "Person")],
    ExportColumn.FLAGS: [Text("标记", "Flags")],
}


def head_of(columns: Iterable[ExportColumn], language: Language, zone: str) -> list[str]:
    """Return the head of the table; times name the time zone that they are of."""
    return [text.in_language(language).format(f"({zone})") for column in columns for text in _HEADS[column]]


def row_of(case: Case, columns: Iterable[ExportColumn], reader: Reader) -> list[Cell]:
    """Return the cells of a case under that head."""
    return [cell for column in columns for cell in _CELLS[column](case, reader)]


def _category(case: Case, _reader: Reader) -> Iterator[Cell]:
    yield from (case.category, case.category_name, case.condition)


def _place(case: Case, _reader: Reader) -> Iterator[Cell]:
    yield from (case.place.address, round(case.place.lon, 6), round(case.place.lat, 6))


def _step(case: Case, reader: Reader) -> Iterator[Cell]:
    shown = Lamp.GREY if case.ended else step_lamp(case, reader.now_us)
    yield from (reader.moment(case.clocks.step_due_us), _lamp(shown, case.clocks.step_due_us, reader))


def _whole(case: Case, reader: Reader) -> Iterator[Cell]:
    due_us, shown = case.clocks.due_us, whole_lamp(case, reader.now_us)
    yield from (reader.moment(due_us), _lamp(shown, due_us, reader))
    yield reader.say(_IN_TIME[case.on_time]) if case.on_time is not None else ""


def _lamp(shown: Lamp, due_us: int | None, reader: Reader) -> str:
    return "" if due_us is None else reader.say(LAMP_LABELS[shown])


def _times(case: Case, reader: Reader) -> Iterator[Cell]:
    yield from (reader.moment(case.times.reported_us), reader.moment(case.times.ended_us))


def _grid(case: Case, reader: Reader) -> Iterator[Cell]:
    code = case.place.area or ""
    yield from (code, reader.names.area(code) if code else "")


def _person(case: Case, reader: Reader) -> Iterator[Cell]:
    yield reader.names.person(case.units.assignee) if case.units.assignee else ""


def _flags(case: Case, reader: Reader) -> Iterator[Cell]:
    yield "、".join(reader.say(FLAG_LABELS[flag]) for flag in sorted(case.flags))


_CELLS: Final[Mapping[ExportColumn, Callable[[Case, Reader], Iterable[Cell]]]] = {
    ExportColumn.NUMBER: lambda case, _reader: (case.number,),
    ExportColumn.CATEGORY: _category,
    ExportColumn.PLACE: _place,
    ExportColumn.UNIT: lambda case, reader: (reader.names.unit(case.units),),
    ExportColumn.STATE: lambda case, reader: (reader.say(STATE_LABELS[case.state]),),
    ExportColumn.SOURCE: lambda case, reader: (reader.say(SOURCE_LABELS[case.origin.source]),),
    ExportColumn.STEP_LEFT: _step,
    ExportColumn.WHOLE_LEFT: _whole,
    ExportColumn.REPORTED: _times,
    ExportColumn.GRID: _grid,
    ExportColumn.PERSON: _person,
    ExportColumn.FLAGS: _flags,
}
