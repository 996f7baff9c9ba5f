"""The rows of a table as one catalogue: each row by itself, then the tree, then the standards."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.catalogue.records import USUAL_STEP_LIMITS, Category, CategoryKind, Standard
from dashboard.domain.catalogue.rows import Draft, StepRow, row_of
from dashboard.domain.catalogue.tree import Contents
from dashboard.domain.imports import Rejection, SheetRead, SheetRow
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import half_width, quotable
from dashboard.domain.text import Text
from dashboard.domain.trees import chain, circles, path_up

CATALOGUE_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "code": ("code", "编码", "代码", "编号", "小类编码", "类别编码"),
    "name": ("name", "名称", "小类名称", "类别名称", "小类"),
    "parent": ("parent", "上级", "上级编码", "上级代码", "大类编码"),
    "kind": ("kind", "类型", "类别"),
    "condition": ("condition", "立案条件", "条件", "情形"),
    "area_class": ("area_class", "区域类别", "区域等级", "区域类型"),
    "limit": ("limit", "时限", "处置时限"),
    "limit_type": ("limit_type", "时限类型", "时限单位"),
    "filing": ("filing", "立案标准", "立案说明"),
    "closing": ("close_condition", "closing", "结案条件", "结案标准"),
    "evidence": ("evidence", "取证要求", "佐证要求"),
}
"""Which column holds what; upper and lower case are the same, the first that a table has is taken."""
Place = Text
_NO_NAME: Final = Text("名称为空，请填写", "the name is empty; fill it in")
_NO_KIND: Final = Text("没有类型，请填写 部件 或 事件", "it has no kind; say component or event")
_OTHER_KIND: Final = Text("类型与上级不同", "its kind is another than that of the category above it")


class ContentsRead(NamedTuple):
    """What a table says, and the rows that cannot be taken; with any of these the contents are not whole."""

    contents: Contents
    rejected: Sequence[Rejection]


class _Placed(NamedTuple):
    place: Place
    draft: Draft


def assemble(sheet: SheetRead) -> ContentsRead:
    """Return the catalogue of a table with every reason why it cannot be taken as a whole.

    A category may have several rows, one for each standard; a blank code takes that of the row above.
    """
    refused: list[Rejection] = list(sheet.rejected)
    drafts: dict[str, list[_Placed]] = {}
    steps: dict[str, tuple[Place, StepRow]] = {}
    for row in _filled_down(sheet.rows):
        try:
            said = row_of(row.cells)
        except RowRefused as error:
            refused.append(Rejection(row.where, quotable(row.cells["code"]), error.reason))
            continue
        if isinstance(said, Draft):
            drafts.setdefault(said.code, []).append(_Placed(row.where, said))
        elif said.step in steps:
            refused.append(Rejection(row.where, said.step, _again(steps[said.step][0])))
        else:
            steps[said.step] = (row.where, said)
    told = {half_width(row.cells["code"]) for row in sheet.rows}
    categories = _categories(drafts, told, refused)
    standards = _standards(drafts, refused)
    limits = {**USUAL_STEP_LIMITS, **{each.step: each.limit for _, each in steps.values()}}
    return ContentsRead(Contents(categories, standards, limits), sorted(refused, key=_line))


def _filled_down(rows: Iterable[SheetRow]) -> Iterable[SheetRow]:
    above = ""
    for row in rows:
        code = half_width(row.cells["code"])
        above = code or above
        yield row if code else row._replace(cells={**row.cells, "code": above})


def _line(rejection: Rejection) -> int:
    return int(re.sub(r"\D", "", rejection.where.en) or 0)


def _categories(
    drafts: Mapping[str, Sequence[_Placed]], told: Collection[str], refused: list[Rejection]
) -> tuple[Category, ...]:
    merged = {code: _merged(placed, refused) for code, placed in drafts.items()}
    parents = {code: each.parent or None for code, each in merged.items()}
    first = {code: placed[0].place for code, placed in drafts.items()}
    refused += [
        Rejection(first[code], code, _no_parent(parent))
        for code, parent in parents.items()
        if parent is not None and parent not in told
    ]
    for circle in circles(parents, parents):
        refused += [Rejection(first[code], code, _on_circle(circle)) for code in circle]
    categories = []
    for code, each in merged.items():
        kind, reason = _kind(code, merged, parents)
        if reason is not None:
            refused.append(Rejection(first[code], code, reason))
        if kind is not None:
            categories.append(Category(code, each.name, kind, parents[code]))
    return tuple(categories)


def _merged(placed: Sequence[_Placed], refused: list[Rejection]) -> Draft:
    """What the rows of a category say together: the first that says something has the say, others must agree."""
    whole, told_in = placed[0].draft, dict.fromkeys(("name", "kind", "parent"), placed[0].place)
    for place, draft in placed:
        for field in told_in:
            said, known = getattr(draft, field), getattr(whole, field)
            if said and not known:
                whole, told_in[field] = whole._replace(**{field: said}), place
            elif said and said != known:
                refused.append(Rejection(place, draft.code, _differs(field, told_in[field])))
    if not whole.name:
        refused.append(Rejection(placed[0].place, whole.code, _NO_NAME))
    return whole


def _kind(
    code: str, merged: Mapping[str, Draft], parents: Mapping[str, str | None]
) -> tuple[CategoryKind | None, Text | None]:
    """Its own kind or that of the nearest above that says one; and what is wrong with it."""
    own = merged[code].kind
    above = next((merged[up].kind for up in path_up(code, parents)[1:] if up in merged and merged[up].kind), None)
    if own and above and own is not above:
        return own, _OTHER_KIND
    return (own or above), (None if own or above else _NO_KIND)


def _standards(drafts: Mapping[str, Sequence[_Placed]], refused: list[Rejection]) -> tuple[Standard, ...]:
    found: list[Standard] = []
    for placed in drafts.values():
        known: dict[tuple[str, str | None], Place] = {}
        for place, draft in placed:
            if draft.standard is None:
                continue
            key = (draft.standard.condition, draft.standard.area_class)
            if key in known:
                refused.append(Rejection(place, draft.code, _again(known[key])))
            else:
                known[key] = place
                found.append(draft.standard)
    return tuple(found)


def _again(place: Place) -> Text:
    return Text(
        f"与{place.zh}的条件和区域类别相同，请只保留一行",
        f"the same condition and area class as {place.en}; keep one of them",
    )


def _differs(field: str, place: Place) -> Text:
    return Text(f"{field} 与{place.zh}不一致", f"the {field} is another than in {place.en}; correct one of them")


def _no_parent(parent: str) -> Text:
    shown = quotable(parent)
    return Text(f"上级 {shown!r} 不在表中", f"its parent {shown!r} is not in the table; add it or correct the code")


def _on_circle(circle: list[str]) -> Text:
    return Text(
        f"上级关系成环：{chain(circle)}；请改正其中一个上级",
        f"its parents form a circle: {chain(circle)}; correct one of them",
    )
