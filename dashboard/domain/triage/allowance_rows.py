"""What a row of a table, or a drawn feature, says of a place where something is allowed, or of a permit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.domain.camera_events import category_of
from dashboard.domain.coordinates import Position
from dashboard.domain.hours import MINUTES_A_DAY, Hours
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import half_width, quotable
from dashboard.domain.positions.areas import Ring
from dashboard.domain.roster.rows import day_told
from dashboard.domain.text import Text
from dashboard.domain.triage.allowances import HOLDER_LABELS, Allowance, AllowanceKind, Ground, Holder

USUAL_RADIUS_M: Final = 30.0
RADIUS_M: Final = (5.0, 2_000.0)
MOST_STALLS: Final = 100_000
_NUMBER_LENGTH, _NAME_LENGTH, _CAMERA_LENGTH = 80, 160, 160
_APART: Final = re.compile(r"[;；、，,|]")
_CODE: Final = re.compile(r"[0-9A-Z][0-9A-Z_.-]{1,39}")
_CAMERA: Final = re.compile(r"[^\s#]+(#[^#]+)?")
_HOURS: Final = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至|到)\s*(?:次日)?(\d{1,2})[:：](\d{2})")
_DATE: Final = r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
_SEASON: Final = re.compile(rf"{_DATE}\s*(?:–|—|~|至|到|\.\.|-)\s*{_DATE}")
_DAYS: Final = re.compile(r"([1-7])(?:\s*(?:-|–|~|至|到)\s*([1-7]))?")
_DAY_NAMES: Final = str.maketrans(
    {**dict(zip("一二三四五六日天", "12345677", strict=True)), "周": "", "期": "", "星": ""}
)
_EVERY_DAY: Final = ("每天", "每日", "全周", "daily", "every day")
_ALL_DAY: Final = ("全天", "24小时", "all day")
_ALL_YEAR: Final = ("全年", "常年", "all year")
_CLOSED: Final = ("closed", "撤销", "停用", "关闭", "失效")
_OPEN: Final = ("", "open", "在用", "启用", "有效")
_HOLDERS: Final = {
    word.casefold(): holder for holder, label in HOLDER_LABELS.items() for word in (holder.value, label.zh, label.en)
} | {"商户": Holder.SHOP, "商铺": Holder.SHOP, "企业": Holder.COMPANY, "公司": Holder.COMPANY, "摊贩": Holder.VENDOR}


@dataclass(frozen=True, kw_only=True, slots=True)
class GroundRow:
    """One row or feature: its cells by field, and what is drawn, in WGS-84."""

    where: Text
    cells: Mapping[str, str]
    polygons: tuple[tuple[Ring, ...], ...] = ()
    point: Position | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GroundsRead:
    """The rows of a file, and those that could not be read."""

    rows: tuple[GroundRow, ...]
    rejected: tuple[tuple[Text, str, Text], ...] = ()


def number_of_row(row: GroundRow) -> str:
    """Return the number of a row. Raises RowRefused."""
    number = half_width(row.cells["number"])
    if not number or len(number) > _NUMBER_LENGTH:
        raise RowRefused(
            f"编号须填写，最多 {_NUMBER_LENGTH} 个字符", f"the number is needed, at most {_NUMBER_LENGTH} characters"
        )
    return number


def is_closed(row: GroundRow) -> bool:
    """Return whether a row takes its place or permit away. Raises RowRefused for a state that is none."""
    said = half_width(row.cells.get("state", "")).casefold()
    if said in _CLOSED:
        return True
    if said not in _OPEN:
        raise RowRefused(
            f"状态 {quotable(said)!r} 无法识别，请写 在用 或 撤销", f"{quotable(said)!r}: write open or closed"
        )
    return False


def allowance_of(kind: AllowanceKind, row: GroundRow, places: Mapping[str, Allowance]) -> Allowance:
    """Return what a row says; a permit may name one of the `places` as where it holds. Raises RowRefused."""
    cells, number = row.cells, number_of_row(row)
    from_day, until_day = (
        _day(cells.get(name, ""), usual) for name, usual in (("from", date.min), ("until", date.max))
    )
    if until_day < from_day:
        raise RowRefused("截止日早于起始日", "the last day is before the first")
    if kind is AllowanceKind.PERMIT and until_day == date.max:
        raise RowRefused("许可须写明截止日", "a permit needs its last day")
    season_from, season_until = _season(cells.get("season", ""))
    return Allowance(
        kind=kind,
        number=number,
        name=_name(cells.get("name", ""), number),
        ground=_ground(row, places),
        categories=_categories(cells["categories"]),
        hours=_hours(cells.get("hours", ""), cells.get("weekdays", "")),
        capacity=_capacity(cells.get("capacity", "")),
        season_from=season_from,
        season_until=season_until,
        from_day=from_day,
        until_day=until_day,
        holder=_holder(cells.get("holder", "")) if kind is AllowanceKind.PERMIT else None,
    )


def _name(cell: str, number: str) -> str:
    said = half_width(cell)
    if len(said) > _NAME_LENGTH:
        raise RowRefused(f"名称最多 {_NAME_LENGTH} 个字符", f"the name has at most {_NAME_LENGTH} characters")
    return said or number


def _ground(row: GroundRow, places: Mapping[str, Allowance]) -> Ground:
    cameras = frozenset(_cameras(row.cells.get("cameras", "")))
    named = half_width(row.cells.get("place", ""))
    if named:
        place = places.get(named)
        if place is None:
            raise RowRefused(f"没有编号为 {quotable(named)} 的地点", f"there is no place {quotable(named)!r}")
        return place.ground
    if row.polygons:
        return Ground(polygons=row.polygons, cameras=cameras)
    if row.point is not None:
        return Ground(centre=row.point, radius_m=_radius_m(row.cells.get("radius_m", "")), cameras=cameras)
    if not cameras:
        raise RowRefused(
            "没有位置：请给出经纬度、画出范围，或写明摄像机", "no position: give lon and lat, draw it, or name cameras"
        )
    return Ground(cameras=cameras)


def _cameras(cell: str) -> Iterable[str]:
    for said in filter(None, (each.strip() for each in _APART.split(half_width(cell)))):
        if not _CAMERA.fullmatch(said) or len(said) > _CAMERA_LENGTH:
            raise RowRefused(
                f"摄像机 {quotable(said)!r} 须写作 编号 或 编号#区域", f"{quotable(said)!r}: write asset or asset#zone"
            )
        yield said


def _radius_m(cell: str) -> float:
    said = half_width(cell)
    low, high = RADIUS_M
    if not said:
        return USUAL_RADIUS_M
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", said) or not low <= float(said) <= high:
        raise RowRefused(f"半径须为 {low:g} 到 {high:g} 米", f"the radius is {low:g} to {high:g} metres")
    return float(said)


def _categories(cell: str) -> frozenset[str]:
    codes = frozenset(_category(each.strip()) for each in _APART.split(half_width(cell)) if each.strip())
    if not codes:
        raise RowRefused("请写明允许的类别，如 0501", "say which categories are allowed, such as 0501")
    return codes


def _category(said: str) -> str:
    code = category_of(said) or (said.upper() if _CODE.fullmatch(said.upper()) and said[:1].isdigit() else None)
    if code is None:
        raise RowRefused(
            f"类别 {quotable(said)!r} 无法识别，请写编码", f"{quotable(said)!r} is no category; give its code"
        )
    return code


def _hours(hours: str, weekdays: str) -> Hours:
    said, from_min, until_min = half_width(hours), None, None
    if said and said.casefold() not in _ALL_DAY:
        found = _HOURS.fullmatch(said)
        if found is None or not all(_is_time(found[at], found[at + 1]) for at in (1, 3)):
            raise RowRefused(f"时段 {quotable(said)!r} 须写作 17:00-23:00", f"{quotable(said)!r}: write 17:00-23:00")
        from_min, until_min = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    return Hours(weekdays=_weekdays(weekdays), from_min=from_min, until_min=until_min)


def _is_time(hour: str, minute: str) -> bool:
    return int(minute) < 60 and int(hour) * 60 + int(minute) <= MINUTES_A_DAY


def _weekdays(cell: str) -> frozenset[int]:
    said = half_width(cell)
    if not said or said.casefold() in _EVERY_DAY:
        return frozenset()
    days: set[int] = set()
    for part in filter(None, (each.strip() for each in _APART.split(said.translate(_DAY_NAMES)))):
        found = _DAYS.fullmatch(part)
        if found is None:
            raise RowRefused(
                f"星期 {quotable(said)!r} 须写作 1-5 或 周六、周日", f"{quotable(said)!r}: write weekdays as 1-5 or 6;7"
            )
        first, last = int(found[1]), int(found[2] or found[1])
        days |= set(range(first, last + 1)) if first <= last else {*range(first, 8), *range(1, last + 1)}
    return frozenset(days)


def _season(cell: str) -> tuple[int, int]:
    said = half_width(cell)
    if not said or said.casefold() in _ALL_YEAR:
        return 101, 1231
    found = _SEASON.fullmatch(said)
    if found is None or not all(_is_day(int(found[at]), int(found[at + 1])) for at in (1, 3)):
        raise RowRefused(
            f"季节 {quotable(said)!r} 须写作 04-01~10-31", f"{quotable(said)!r}: write a season as 04-01~10-31"
        )
    return int(found[1]) * 100 + int(found[2]), int(found[3]) * 100 + int(found[4])


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _capacity(cell: str) -> int | None:
    said = half_width(cell)
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or int(said[:9]) > MOST_STALLS:
        raise RowRefused(f"摊位数须为 0 到 {MOST_STALLS} 的整数", f"the capacity is a whole number up to {MOST_STALLS}")
    return int(said)


def _day(cell: str, usual: date) -> date:
    return day_told(cell) if half_width(cell) else usual


def _holder(cell: str) -> Holder | None:
    said = half_width(cell)
    if not said:
        return None
    holder = _HOLDERS.get(said.casefold())
    if holder is None:
        kinds = "、".join(label.zh for label in HOLDER_LABELS.values())
        raise RowRefused(
            f"持有者类型须为 {kinds} 之一（不填姓名）",
            f"the holder is a kind ({', '.join(HOLDER_LABELS)}), never a name",
        )
    return holder
