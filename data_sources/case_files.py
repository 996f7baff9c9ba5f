"""Tables of cases from other systems, read record by record, and their mappings; what was not taken is written down."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TextIO, cast

import numpy as np
import yaml

from dashboard.domain.cases.import_mapping import CaseMapping, mapping_of
from dashboard.domain.coordinates import Position, position_problem
from dashboard.domain.sheets import harmless
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.case_imports import CaseRow, CaseTable, CaseTables, Rejects, Surveyor
from data_sources.geo.cells import fitted, plain_cell, split_off_separator
from data_sources.geo.crs import DeclaredCrs, parse_crs
from data_sources.geo.opening import unusable
from data_sources.sheets import line_place

_GZIP: Final = b"\x1f\x8b"
_PIECE: Final = 1 << 20
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_REASON: Final = "reason"
_LINE: Final = "line"


def load_case_mapping(path: Path) -> CaseMapping:
    """Return the mapping in a YAML file. Raises BadInput that names the file and what is wrong in it."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise unusable(path, f"无法打开（{error.strerror}）", f"cannot be opened ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise unusable(path, f"不是 YAML：{first}", f"is not YAML: {first}") from error
    return mapping_of(told)


class CsvCaseTables(CaseTables):
    """Opens CSV files: gzipped or not, UTF-8, UTF-16 or GB18030, apart by comma, semicolon or tab."""

    @contextmanager
    def open(self, path: Path, needed: Collection[str]) -> Iterator[CaseTable]:
        """Open one, and read its heading."""
        encoding = _encoding_of(path)
        size = max(1, path.stat().st_size)
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP
            plain.seek(0)
            with _text_of(plain, encoding, packed=packed) as text:
                table = _CsvTable(path, text, plain, size)
                table.require(needed)
                yield table


def _text_of(plain: IO[bytes], encoding: str, *, packed: bool) -> TextIO:
    unpacked = gzip.GzipFile(fileobj=plain) if packed else plain
    return io.TextIOWrapper(cast(IO[bytes], unpacked), encoding=encoding, newline="")


def _encoding_of(path: Path) -> str:
    """The first encoding in which the whole file can be read; read in pieces."""
    try:
        with path.open("rb") as plain:
            head = plain.read(2)
        opened = gzip.open if head == _GZIP else open
        with opened(path, "rb") as file:
            head = file.read(4)
    except OSError as error:
        raise unusable(path, f"无法打开（{error.strerror}）", f"cannot be opened ({error.strerror})") from error
    if head.startswith(b"PK\x03\x04"):
        raise unusable(path, "这是工作簿，请另存为 CSV", "this is a workbook; save it as CSV")
    if not head.strip():
        raise unusable(path, "文件是空的", "the file is empty")
    for encoding in ("utf-16",) if head[:2] in _MARKS else _ENCODINGS:
        if _is_whole(path, encoding, packed=opened is gzip.open):
            return encoding
    raise unusable(path, "文本既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030; save it as UTF-8")


def _is_whole(path: Path, encoding: str, *, packed: bool) -> bool:
    try:
        with path.open("rb") as plain, _text_of(plain, encoding, packed=packed) as text:
            while text.read(_PIECE):
                pass
    except UnicodeDecodeError:
        return False
    except (OSError, EOFError) as error:
        raise unusable(path, f"文件已损坏（{error}）", f"the file is damaged ({error}); copy it again") from error
    return True


class _CsvTable(CaseTable):
    """One open file. Lines of a record that does not fit are read again, each by itself."""

    def __init__(self, path: Path, text: TextIO, plain: IO[bytes], size: int) -> None:
        self._path, self._plain, self._size = path, plain, size
        self._lines = _numbered(text)
        self._consumed: list[tuple[int, str]] = []
        first = self._first_line()
        self._delimiter = self._separator or max(",;\t", key=first.count)
        self._heading = [plain_cell(cell) for cell in next(csv.reader([first], delimiter=self._delimiter), [])]

    def _first_line(self) -> str:
        """The heading; Excel's own line `sep=;` before it names the separator."""
        first = next(self._lines, (0, ""))[1]
        _, self._separator = split_off_separator(first)
        return first if self._separator is None else next(self._lines, (0, ""))[1]

    @property
    def heading(self) -> Sequence[str]:
        """The names of the columns."""
        return self._heading

    @property
    def share_read(self) -> float:
        """By the bytes of the file."""
        return min(1.0, self._plain.tell() / self._size)

    def require(self, needed: Collection[str]) -> None:
        """Raise BadInput when a needed column is missing, or comes twice."""
        missing = sorted(set(needed) - set(self._heading))
        doubled = sorted({name for name in needed if self._heading.count(name) > 1})
        for names, zh, en in ((missing, "缺少列", "missing column"), (doubled, "列出现两次", "column comes twice")):
            if names:
                has = ", ".join(name for name in self._heading if name)
                joined = ", ".join(names)
                raise unusable(self._path, f"{zh} {joined}；文件里有：{has}", f"{en} {joined}; the file has: {has}")

    def rows(self) -> Iterator[CaseRow]:
        """Each record, blank ones left out."""
        reader = csv.reader(self._recorded(), delimiter=self._delimiter)
        while True:
            self._consumed = []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = []
            yield from self._record(cells)

    def _recorded(self) -> Iterator[str]:
        for number, line in self._lines:
            self._consumed.append((number, line))
            yield line

    def _record(self, cells: list[str]) -> Iterator[CaseRow]:
        width, taken = len(self._heading), self._consumed
        fits = fitted(cells, width, 1) if cells else None
        if fits is not None or len(taken) < 2:
            if any(cell.strip() for cell in cells):
                yield self._row(taken[0][0], cells, fits)
            return
        for number, line in taken:
            single = next(csv.reader([line], delimiter=self._delimiter), [])
            if any(cell.strip() for cell in single):
                yield self._row(number, single, fitted(single, width, 1))

    def _row(self, number: int, raw: Sequence[str], fits: Sequence[str] | None) -> CaseRow:
        if fits is None:
            return CaseRow(line_place(number), raw, None)
        told = {name: plain_cell(cell) for name, cell in zip(self._heading, fits, strict=True)}
        return CaseRow(line_place(number), raw, told)


def _numbered(text: TextIO) -> Iterator[tuple[int, str]]:
    return enumerate((line.replace("\0", "") for line in text), start=1)


class DeclaredSurveyor(Surveyor):
    """Converts from the reference system that the mapping declares."""

    def __init__(self, declared: str | None) -> None:
        self._crs: DeclaredCrs = parse_crs(declared)

    def wgs84(self, pairs: Sequence[tuple[float, float]]) -> Sequence[Position | Text]:
        """All in one go; then each is looked at by itself."""
        if not pairs:
            return []
        raw = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        converted = self._crs.to_wgs84(raw)
        return [self._checked(raw[place : place + 1], *map(float, pair)) for place, pair in enumerate(converted)]

    def _checked(self, raw: np.ndarray, lon: float, lat: float) -> Position | Text:
        problem = self._crs.problem(raw) if self._crs.name != "wgs84" else position_problem(lon, lat)
        return problem if problem is not None else Position(round(lon, 7), round(lat, 7))


class RejectsFile(Rejects):
    """A CSV file beside the table: the columns of the table, the line, and the reason; made with the first row."""

    def __init__(self, path: Path, heading: Sequence[str]) -> None:
        self.path, self._heading = path, heading
        self._file: TextIO | None = None

    def keep(self, row: CaseRow, reason: Text) -> None:
        """Write it down."""
        if self._file is None:
            self._file = self._opened()
            self._write([*self._heading, _LINE, _REASON])
        cells = [*row.raw[: len(self._heading)], *[""] * (len(self._heading) - len(row.raw))]
        self._write([*cells, row.where.en, reason.en])

    def check(self) -> None:
        """Raise BadInput when it cannot be written."""
        self._opened().close()
        self.path.unlink()

    def close(self) -> None:
        """Close it."""
        if self._file is not None:
            self._file.close()

    def _opened(self) -> TextIO:
        try:
            return self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise BadInput(
                Text(
                    f"{self.path}：无法写入（{error.strerror}），请用 --rejected 指定别处",
                    f"{self.path}: cannot be written ({error.strerror}); name another file with --rejected",
                )
            ) from error

    def _write(self, cells: Sequence[str]) -> None:
        assert self._file is not None, "it was opened"
        csv.writer(self._file).writerow([harmless(cell) for cell in cells])
