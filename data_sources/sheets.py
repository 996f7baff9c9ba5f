"""Tables as offices export them: CSV with comma, semicolon or tab, as Excel and its users write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dashboard.domain.imports import Rejection, SheetRead, SheetRow
from dashboard.domain.text import Text
from dashboard.ports.people import SheetReader
from data_sources.geo.cells import fitted, plain_cell, split_off_separator
from data_sources.geo.opening import read_text, unusable

Columns = Mapping[str, str]
"""The column that holds each field; fields that the table does not have are left out."""


class Line(NamedTuple):
    """One record of a CSV file with the number of the line it starts in."""

    number: int
    cells: list[str]


class CsvSheets(SheetReader):
    """Reads CSV files."""

    def read_sheet(self, path: Path, usual: Mapping[str, Sequence[str]], needed: Sequence[str]) -> SheetRead:
        """Return the rows of a CSV file by field; `usual` are the names of each field's column, best first.

        A row whose cells do not fit the heading is rejected without a name, since its cells may be anybody's. Raises
        BadInput when a needed column is missing or doubled, or when there are no rows.
        """
        names, lines = table_of(path)
        columns = columns_of(path, names, usual, needed)
        rows: list[SheetRow] = []
        rejected: list[Rejection] = []
        for line in lines:
            row = row_of(line, names, [columns[field] for field in needed])
            if isinstance(row, Text):
                rejected.append(Rejection(line_place(line.number), "", row))
            else:
                cells = {field: row[column] for field, column in columns.items()}
                rows.append(SheetRow(line_place(line.number), cells))
        if not lines:
            raise unusable(
                path, "文件只有表头没有数据行，请重新导出", "the file has a heading but no rows; export it again"
            )
        return SheetRead(rows, rejected, frozenset(columns))


def table_of(path: Path) -> tuple[list[str], list[Line]]:
    """Return the heading and the other records of a CSV file. Raises BadInput when a column comes twice."""
    header, *lines = _lines(read_text(path))
    names = [plain_cell(cell) for cell in header.cells]
    lowered = [name.lower() for name in names]
    doubled = sorted({name for name in lowered if name and lowered.count(name) > 1})
    if doubled:
        raise unusable(
            path,
            f"{'、'.join(doubled)} 列出现两次，请改名或删去一列",
            f"column {', '.join(doubled)} comes twice; rename or delete one of them",
        )
    return names, lines


def columns_of(path: Path, names: Sequence[str], usual: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Columns:
    """Return the column of each field. Raises BadInput when a needed one is missing."""
    present = {name.lower(): name for name in reversed(names)}
    found = {field: present[name] for field, known in usual.items() for name in known[::-1] if name in present}
    missing = [field for field in needed if field not in found]
    if missing:
        shown = ", ".join(name for name in names if name) or "none"
        raise unusable(
            path,
            f"缺少列 {'、'.join(missing)}；文件里有：{shown}",
            f"missing column {', '.join(missing)}; the file has: {shown}",
        )
    return found


def row_of(line: Line, names: Sequence[str], needed: Sequence[str]) -> dict[str, str] | Text:
    """Return the cells by column, or why it cannot be told which cell is which."""
    cells = fitted(line.cells, len(names), 1 + max(names.index(column) for column in needed))
    if cells is None:
        return Text(
            f"有 {len(line.cells)} 列，应为 {len(names)} 列；请检查引号与分隔符",
            f"{len(line.cells)} cells where the heading has {len(names)}; check quotes and separators",
        )
    return {name: plain_cell(cell) for name, cell in zip(names, cells, strict=True)}


def line_place(number: int) -> Text:
    """Return how a report names a line."""
    return Text(f"第 {number} 行", f"line {number}")


def _lines(text: str) -> list[Line]:
    """The records of a CSV text, blank ones left out.

    A quote that is never closed would swallow the rest of the file; then each line is read by itself.
    """
    text, separator = split_off_separator(text)
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = separator or max(",;\t", key=heading.count)
    try:
        return list(_records(io.StringIO(text, newline=""), delimiter))
    except csv.Error:
        singles = (Line(number, _cells(line, delimiter)) for number, line in enumerate(text.splitlines(), start=1))
        return [line for line in singles if any(cell.strip() for cell in line.cells)]


def _records(stream: io.StringIO, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Line(start, cells)
        start = reader.line_num + 1


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return [line]
