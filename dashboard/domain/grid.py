"""The area tree that a city is divided into: its records, what can be wrong with it, and where a point belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.coordinates import Position
from dashboard.domain.text import Language, Text
from dashboard.domain.trees import chain, circles

Geometry = Mapping[str, Any]
"""A GeoJSON geometry object in WGS-84."""

MAX_CODE_LENGTH: Final = 40
MAX_NAME_LENGTH: Final = 120
EXAMPLES_SHOWN: Final = 5


class AreaLevel(StrEnum):
    """The usual levels, coarsest first; an imported tree may have any other."""

    BUILT_UP_AREA = "built_up_area"
    BLOCK = "block"
    GRID = "grid"
    LINE = "line"
    UNIT_GRID = "unit_grid"
    WATER = "water"


LEVEL_LABELS: Final[dict[str, Text]] = {
    AreaLevel.BUILT_UP_AREA: Text("建成区", "Built-up area"),
    AreaLevel.BLOCK: Text("区块", "Block"),
    AreaLevel.GRID: Text("网格", "Grid"),
    AreaLevel.LINE: Text("线条", "Line"),
    AreaLevel.UNIT_GRID: Text("单元网格", "Unit grid"),
    AreaLevel.WATER: Text("水域", "Water"),
}

PARENT_LEVELS: Final[dict[str, tuple[str, ...]]] = {
    AreaLevel.BUILT_UP_AREA: (),
    AreaLevel.BLOCK: (AreaLevel.BUILT_UP_AREA,),
    AreaLevel.GRID: (AreaLevel.BLOCK, AreaLevel.BUILT_UP_AREA),
    AreaLevel.LINE: (AreaLevel.GRID, AreaLevel.BLOCK, AreaLevel.BUILT_UP_AREA),
    AreaLevel.UNIT_GRID: (AreaLevel.GRID, AreaLevel.BLOCK, AreaLevel.BUILT_UP_AREA),
    AreaLevel.WATER: (),
}
"""Where an area without a declared parent is looked up: in the first of these levels that has an area around it."""


class Duty(NamedTuple):
    """One responsibility for an area: the title of the post (never a person's name) and its role, such as 网格长."""

    title: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area of the tree; `geometry` is a polygon, or for a street segment (level `line`) a polyline.

    `source_crs` is the reference system that the geometry was declared in before it became WGS-84. `area_class` says
    how strictly it is kept; None: as the area above it.
    """

    code: str
    name: str
    level: str
    geometry: Geometry
    parent: str | None = None
    squad: str | None = None
    duties: tuple[Duty, ...] = ()
    source_crs: str = "wgs84"
    area_class: AreaClass | None = None


class AreaHit(NamedTuple):
    """Where a point belongs, by area codes; None where no area covers it or no line is near.

    `grid` is the area of level `grid` around the point, or where there is none the smallest other polygon that is no
    unit grid. On a common border, and where areas overlap, the smaller area wins, then the lower code.
    """

    grid: str | None = None
    unit_grid: str | None = None
    line: str | None = None
    line_distance_m: float | None = None


class GridIndex(Protocol):
    """Answers where points belong. Built once from the area tree; safe to share between threads."""

    def locate(self, lon: float, lat: float) -> AreaHit:
        """Where the WGS-84 position belongs."""
        ...

    def locate_many(self, positions: Sequence[Position]) -> list[AreaHit]:
        """The same for many positions at once, which is far quicker than one by one."""
        ...


class AreaProblemKind(StrEnum):
    """What can be wrong with an area or between areas."""

    DUPLICATE_CODE = "duplicate_code"
    DUPLICATE_GEOMETRY = "duplicate_geometry"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    INVALID = "invalid"
    WRONG_GEOMETRY = "wrong_geometry"
    BAD_POSITION = "bad_position"
    BAD_PROPERTY = "bad_property"
    MISSING_PARENT = "missing_parent"
    CYCLE = "cycle"
    OVERLAP = "overlap"
    GAP = "gap"
    OUTSIDE_PARENT = "outside_parent"


PROBLEM_LABELS: Final[dict[AreaProblemKind, Text]] = {
    AreaProblemKind.DUPLICATE_CODE: Text("编码重复（未导入）", "code already taken (not imported)"),
    AreaProblemKind.DUPLICATE_GEOMETRY: Text("图形重复（未导入）", "same shape twice (not imported)"),
    AreaProblemKind.EMPTY: Text("空图形（未导入）", "empty shape (not imported)"),
    AreaProblemKind.UNREADABLE: Text("图形无法读取（未导入）", "unreadable shape (not imported)"),
    AreaProblemKind.INVALID: Text("图形自相交（已修复）", "self-crossing shape (repaired)"),
    AreaProblemKind.WRONG_GEOMETRY: Text("图形类型不符（未导入）", "wrong type of shape (not imported)"),
    AreaProblemKind.BAD_POSITION: Text("坐标不合理（未导入）", "implausible position (not imported)"),
    AreaProblemKind.BAD_PROPERTY: Text("属性不合规（未导入）", "unusable property (not imported)"),
    AreaProblemKind.MISSING_PARENT: Text("上级不存在（按无上级导入）", "no such parent (imported without one)"),
    AreaProblemKind.CYCLE: Text("上下级成环（按无上级导入）", "circle of parents (imported without one)"),
    AreaProblemKind.OVERLAP: Text("相互重叠", "overlap"),
    AreaProblemKind.GAP: Text("之间有缝隙", "gap between areas"),
    AreaProblemKind.OUTSIDE_PARENT: Text("超出上级范围", "reaches outside its parent"),
}


LEFT_OUT: Final = frozenset(
    (
        AreaProblemKind.DUPLICATE_CODE,
        AreaProblemKind.DUPLICATE_GEOMETRY,
        AreaProblemKind.EMPTY,
        AreaProblemKind.UNREADABLE,
        AreaProblemKind.WRONG_GEOMETRY,
        AreaProblemKind.BAD_POSITION,
        AreaProblemKind.BAD_PROPERTY,
    )
)
"""The problems for which an area is not imported."""


class AreaProblem(NamedTuple):
    """One finding: its kind, the code of the area (or `#12` for the twelfth feature of the file), and a sentence."""

    kind: AreaProblemKind
    code: str
    detail: Text


@dataclass(frozen=True, kw_only=True)
class AreaReport:
    """What was found in a set of areas, in the order it was found."""

    problems: tuple[AreaProblem, ...] = ()

    def __add__(self, other: AreaReport) -> AreaReport:
        """Both reports as one."""
        return AreaReport(problems=self.problems + other.problems)

    def of_kind(self, kind: AreaProblemKind) -> list[AreaProblem]:
        """The problems of one kind."""
        return [problem for problem in self.problems if problem.kind is kind]

    def count(self, kind: AreaProblemKind) -> int:
        """How many problems there are of one kind."""
        return len(self.of_kind(kind))

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """`{kind: {"count": n, "examples": [{"code", "zh", "en"}, …]}}`, kinds without problems left out."""
        found = {kind: self.of_kind(kind) for kind in AreaProblemKind}
        return {kind.value: _summary(problems) for kind, problems in found.items() if problems}

    def as_text(self, language: Language) -> str:
        """One line a kind with its count, each followed by its first examples; empty when all is well."""
        return "\n".join(self._lines(language))

    def _lines(self, language: Language) -> Iterator[str]:
        for kind in AreaProblemKind:
            problems = self.of_kind(kind)
            if problems:
                yield f"{PROBLEM_LABELS[kind].in_language(language)}: {len(problems)}"
                yield from (f"  {each.code}: {each.detail.in_language(language)}" for each in problems[:EXAMPLES_SHOWN])
                if len(problems) > EXAMPLES_SHOWN:
                    yield "  …"


def _summary(problems: Sequence[AreaProblem]) -> dict[str, Any]:
    examples = [{"code": each.code, "zh": each.detail.zh, "en": each.detail.en} for each in problems[:EXAMPLES_SHOWN]]
    return {"count": len(problems), "examples": examples}


def property_problem(area: Area) -> AreaProblem | None:
    """Why the area's code, name or level (empty, or too long) or its squad (too long) cannot be stored, or None."""
    for what, value, limit in (
        (Text("编码", "code"), area.code, MAX_CODE_LENGTH),
        (Text("级别", "level"), area.level, MAX_CODE_LENGTH),
        (Text("名称", "name"), area.name, MAX_NAME_LENGTH),
    ):
        if not 0 < len(value) <= limit:
            return _bad_property(
                area, f"{what.zh}须为 1 至 {limit} 个字符", f"the {what.en} must have 1 to {limit} characters"
            )
    if len(area.squad or "") > MAX_CODE_LENGTH:
        return _bad_property(
            area, f"中队编码最多 {MAX_CODE_LENGTH} 个字符", f"the squad's code has at most {MAX_CODE_LENGTH} characters"
        )
    return None


def _bad_property(area: Area, zh: str, en: str) -> AreaProblem:
    return AreaProblem(AreaProblemKind.BAD_PROPERTY, area.code[:MAX_CODE_LENGTH], Text(zh, en))


def check_codes(areas: Iterable[Area]) -> AreaReport:
    """The codes that more than one area claims; one problem for each area too many."""
    counts = Counter(area.code for area in areas)
    return AreaReport(
        problems=tuple(
            AreaProblem(
                AreaProblemKind.DUPLICATE_CODE,
                code,
                Text(
                    f"共 {count} 个图形使用此编码，只取第一个",
                    f"{count} shapes claim this code; the first one is taken",
                ),
            )
            for code, count in counts.items()
            for _ in range(count - 1)
        )
    )


def check_parents(areas: Sequence[Area], known: Iterable[Area] = ()) -> AreaReport:
    """The areas whose parent is neither among them nor among the `known` ones, or whose parents form a circle."""
    tree = {area.code: area.parent for area in [*known, *areas]}
    parents = {area.code: area.parent for area in areas if area.parent}
    missing = [
        AreaProblem(
            AreaProblemKind.MISSING_PARENT,
            code,
            Text(
                f"上级 {parent} 不存在，请先导入上级", f"its parent {parent} does not exist; import the parents first"
            ),
        )
        for code, parent in parents.items()
        if parent not in tree
    ]
    circular = [problem for problem in _cycles(parents, tree) if problem.code in parents]
    return AreaReport(problems=(*missing, *circular))


def _cycles(starts: Iterable[str], parents: Mapping[str, str | None]) -> Iterator[AreaProblem]:
    for circle in circles(starts, parents):
        detail = Text(f"上级关系成环：{chain(circle)}", f"its parents form a circle: {chain(circle)}")
        yield from (AreaProblem(AreaProblemKind.CYCLE, member, detail) for member in circle)


def without_bad_parents(areas: Iterable[Area], report: AreaReport) -> list[Area]:
    """The areas, those whose parent `report` found missing or going in a circle without it."""
    bad = report.of_kind(AreaProblemKind.MISSING_PARENT) + report.of_kind(AreaProblemKind.CYCLE)
    orphans = {problem.code for problem in bad}
    return [replace(area, parent=None) if area.code in orphans else area for area in areas]


def parents_first(areas: Sequence[Area]) -> list[Area]:
    """The areas in an order where each comes after its parent; the parents must not form a circle."""
    by_code = {area.code: area for area in areas}
    ordered: dict[str, Area] = {}
    for area in areas:
        path: list[Area] = []
        above: Area | None = area
        while above is not None and above.code not in ordered:
            path.append(above)
            above = by_code.get(above.parent) if above.parent else None
        ordered.update((each.code, each) for each in reversed(path))
    return list(ordered.values())
