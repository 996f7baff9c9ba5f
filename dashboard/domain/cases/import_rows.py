"""One row of another system's table as a case: what it says, or why it cannot be taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Clock, Span
from dashboard.domain.cases.import_mapping import KEEP, LEAVE, MOMENTS, REJECT, CaseMapping
from dashboard.domain.cases.limits import LONGEST, Limit, LimitType
from dashboard.domain.cases.records import (
    ADDRESS_LENGTH,
    DESCRIPTION_LENGTH,
    Case,
    CaseEntry,
    EntryKind,
    Origin,
    Place,
    Times,
    Units,
)
from dashboard.domain.cases.states import ENDED, CaseState, Source
from dashboard.domain.cases.timing import Frozen, with_clocks
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.readings import to_us
from dashboard.domain.sheets import number_of
from dashboard.domain.text import Text

NUMBER_LENGTH: Final = 40
CODE_LENGTH: Final = 40
NAME_LENGTH: Final = 120
CHANNEL_LENGTH: Final = 80
IMPORT: Final = "import"
"""The word of the entry with which the timeline of a case begins that another system had."""
_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_DIGITS: Final = 6
_FALSE_TIME: Final = re.compile(r"0{4}-0{2}-0{2}.*|9999.*|null|none|n/a|-", re.IGNORECASE)


class Refused(Exception):
    """A row that cannot be taken; the reason says what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class RowRead(NamedTuple):
    """What a row says, all but where that is in WGS-84. `notes` are what was left out or cut, by their kind."""

    case: Case
    due_us: int | None
    lon: float | None
    lat: float | None
    channel: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RowReader:
    """Reads rows by a mapping, with the catalogue of today and the units that there are here."""

    mapping: CaseMapping
    catalogue: Catalogue | None
    units: Mapping[str, Collection[str]]
    zone: tzinfo
    now_us: int

    def read(self, cells: Mapping[str, str]) -> RowRead:
        """Return what a row says. Raises Refused."""
        notes: list[str] = []
        times = {name: self._moment(cells, name) for name in MOMENTS if name in self.mapping.columns}
        due_us, reported_us = times.pop("due", None), times.pop("reported")
        if reported_us is None:
            raise Refused(Text("没有上报时间", "it says not when it was reported"))
        moments = Times(reported_us, **{f"{name}_us": at_us for name, at_us in times.items()})
        state = self._state(cells, moments)
        _check_times(moments, state, self.now_us)
        code, name = self._category(cells, notes)
        lon, lat = self._position(cells)
        case = Case(
            number=self._number(cells),
            revision=1,
            state=state,
            category=code,
            category_name=name,
            description=self._text(cells, "description", DESCRIPTION_LENGTH, notes),
            place=Place(0.0, 0.0, self._text(cells, "address", ADDRESS_LENGTH, notes)),
            origin=Origin(Source.IMPORTED, self.reporter),
            units=self._units(cells, notes),
            times=moments,
        )
        channel = self._said(cells, "channel")[:CHANNEL_LENGTH]
        return RowRead(case, due_us, lon, lat, channel, tuple(notes))

    @cached_property
    def reporter(self) -> str:
        """Who reported it, as records keep: the other system."""
        return f"{IMPORT}:{self.mapping.system}"

    def _said(self, cells: Mapping[str, str], name: str) -> str:
        columns = self.mapping.columns.get(name, ())
        return " · ".join(said for column in columns if (said := " ".join(cells[column].split())))

    def _number(self, cells: Mapping[str, str]) -> str:
        said = self._said(cells, "number")
        whole = f"{self.mapping.system}-{said}"
        if not said or len(whole) > NUMBER_LENGTH:
            longest = NUMBER_LENGTH - len(self.mapping.system) - 1
            raise Refused(Text(f"编号须为 1 至 {longest} 字", f"its number must have 1 to {longest} characters"))
        return whole

    def _moment(self, cells: Mapping[str, str], name: str) -> int | None:
        said = self._said(cells, name)
        if not said or _FALSE_TIME.fullmatch(said):
            return None
        for form in (*self.mapping.times, ""):
            try:
                read = _time_of(said, form, self.mapping.zone or self.zone)
            except ValueError:
                continue
            is_day = len(said) <= len("2026-11-27") if not form else not ("%H" in form or "%I" in form)
            return self._us(read, ends_with_day=is_day and name == "due")
        zh = f"{name} 的时间「{said:.40}」无法识别，请在映射的 times 写明格式"
        raise Refused(Text(zh, f"{name}: {said!r:.60} is no time in a form of `times`"))

    def _us(self, read: datetime, *, ends_with_day: bool) -> int:
        """A day until which something is due ends with it."""
        if read < _EARLIEST:
            raise Refused(Text("时间早于 1970 年", f"{read:%Y-%m-%d} is before 1970"))
        return to_us(read + timedelta(1) if ends_with_day else read)

    def _state(self, cells: Mapping[str, str], times: Times) -> CaseState:
        said = self._said(cells, "state")
        if "state" not in self.mapping.columns or not said:
            return CaseState.CLOSED if times.ended_us is not None else CaseState.REPORTED
        word = self._meaning("state", said)
        if word is None:
            raise Refused(Text(f"状态「{said:.40}」未在映射中", f"state: {said!r:.60} is not in the mapping"))
        return CaseState(word)

    def _meaning(self, name: str, said: str) -> str | None:
        """What a word means here; None when it is to be left out or kept as it is."""
        known = self.mapping.values.get(name, {}).get(said.lower())
        if known is not None:
            return known
        otherwise = self.mapping.otherwise[name]
        if otherwise == REJECT:
            raise Refused(Text(f"「{said:.40}」未在映射的 {name} 中", f"{name}: {said!r:.60} is not in the mapping"))
        return None if otherwise in (KEEP, LEAVE) else otherwise

    def _category(self, cells: Mapping[str, str], notes: list[str]) -> tuple[str, str]:
        said = self._said(cells, "category")
        if not said:
            raise Refused(Text("没有类别", "it says not of which category it is"))
        code = self._meaning("category", said)
        known = None if self.catalogue is None else self.catalogue.category(code or said)
        if known is not None:
            return known.code, known.name
        if code is not None:
            raise Refused(Text(f"分类目录里没有代码 {code}", f"category: the catalogue has no code {code!r:.60}"))
        notes.append("category")
        return shortened(said, CODE_LENGTH), said[:NAME_LENGTH]

    def _units(self, cells: Mapping[str, str], notes: list[str]) -> Units:
        found = {name: self._unit(cells, name, notes) for name in ("squad", "department")}
        return Units(**found)

    def _unit(self, cells: Mapping[str, str], name: str, notes: list[str]) -> str | None:
        said = self._said(cells, name)
        code = self._meaning(name, said) or said if said else None
        if code is None or code in self.units[name]:
            return code
        if self.mapping.otherwise[name] == KEEP:
            return shortened(code, CODE_LENGTH)
        notes.append(name)
        return None

    def _position(self, cells: Mapping[str, str]) -> tuple[float | None, float | None]:
        said = [self._said(cells, name) for name in ("lon", "lat")]
        if all(said):
            try:
                lon, lat = map(number_of, said)
            except ValueError as error:
                raise Refused(Text("坐标不是数字", f"{said[0]!r:.30}, {said[1]!r:.30} are no coordinates")) from error
            return lon, lat
        return None, None

    def _text(self, cells: Mapping[str, str], name: str, longest: int, notes: list[str]) -> str:
        said = self._said(cells, name)
        if len(said) <= longest:
            return said
        notes.append(name)
        return f"{said[: longest - 1]}…"

    def stated(self, cells: Mapping[str, str]) -> tuple[float, float] | None:
        """Return where the mapping says that a case without coordinates lies, WGS-84; None when it says nothing."""
        positions = self.mapping.positions
        if positions is None:
            return None
        word = cells[positions.column].strip().lower() if positions.column else ""
        return positions.at.get(word, positions.elsewhere)


def _time_of(said: str, form: str, zone: tzinfo) -> datetime:
    """A time in a form, ISO 8601 without one; it is the other system's when it tells no zone. Raises ValueError."""
    if not form:
        read = datetime.fromisoformat(said)
        return read if read.tzinfo is not None else read.replace(tzinfo=zone)
    if "%z" in form:
        return datetime.strptime(said, form).astimezone(zone)
    return datetime.strptime(said, form).replace(tzinfo=zone)


def shortened(word: str, longest: int) -> str:
    """Return a word of at most so many characters; what is cut off makes another ending."""
    if len(word) <= longest:
        return word
    digest = hashlib.sha256(word.encode()).hexdigest()[:_DIGITS]
    return f"{word[: longest - _DIGITS - 1]}~{digest}"


def _check_times(times: Times, state: CaseState, now_us: int) -> None:
    if times.reported_us > now_us + DAY_US:
        raise Refused(Text("上报时间在将来", "it was reported in the future"))
    if times.ended_us is not None and times.ended_us < times.reported_us:
        raise Refused(Text("结束早于上报", "it ended before it was reported"))
    if state in ENDED and times.ended_us is None:
        raise Refused(
            Text("状态为已结束，但没有结束时间", f"its state is {state.value!r}, but it tells no time of the end")
        )
    if state not in ENDED and times.ended_us is not None:
        raise Refused(Text("有结束时间，但状态为在办", f"it tells when it ended, but its state is {state.value!r}"))


def with_deadline(case: Case, due_us: int | None, calendar: WorkCalendar) -> Case:
    """Return the case with the deadline that it came with, as a clock of so many hours; without one, with none."""
    if due_us is None:
        return with_clocks(None, case, Frozen(), case.times.reported_us)
    start_us = min(case.times.reported_us, due_us)
    hours = min((due_us - start_us) / HOUR_US, LONGEST)
    clock = Clock(limit=Limit(hours, LimitType.URGENT_HOUR), spans=(Span(start_us),), calendar=calendar.version).timed(
        calendar
    )
    if case.times.ended_us is not None:
        clock = clock.stop(calendar, case.times.ended_us)
    return with_clocks(None, case, Frozen(whole=clock), case.times.reported_us)


def entries_of(case: Case, read: RowRead, system: str) -> Iterator[CaseEntry]:
    """Yield the timeline of a case that came from another system: that it was reported there, and that it ended."""
    told = {"system": system, "channel": read.channel, "due_us": read.due_us}
    data = {"to": case.state.value, **{name: value for name, value in told.items() if value}}
    yield CaseEntry(case.case_key, case.times.reported_us, EntryKind.STEP, IMPORT, None, case.description, data)


def same(stored: Case, read: Case) -> bool:
    """Return whether a row tells nothing new; by which calendar the hours were counted does not matter."""
    plain = replace(read, case_key=stored.case_key, revision=stored.revision, flags=stored.flags)
    return _bare(plain) == _bare(replace(stored, place=stored.place._replace(areas=frozenset())))


def _bare(case: Case) -> Case:
    return replace(case, clocks=case.clocks._replace(frozen={}))
