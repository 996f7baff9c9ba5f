"""What a row of a catalogue table says, or why it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.records import (
    AREA_CLASS_LABELS,
    CATEGORY_KIND_LABELS,
    LARGEST_AMOUNT,
    LIMIT_TYPE_LABELS,
    LONGEST,
    STEP_LABELS,
    AreaClass,
    CategoryKind,
    Standard,
    Step,
)
from dashboard.domain.imports import rounded_by_excel
from dashboard.domain.people.posts import word_of
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.personal import half_width, quotable
from dashboard.domain.text import Text

Cells = Mapping[str, str]
Word = TypeVar("Word", bound=str)
STEP_WORDS: Final = ("step", "环节", "步骤")
"""What stands in the column of the kind in rows that give a step its limit."""
_KIND_WORDS: Final = {"component": "components", "event": "events", "管理部件": "部件", "管理事件": "事件"}
_TYPE_WORDS: Final[Mapping[str, LimitType]] = {
    "紧急工作日": LimitType.NATURAL_DAY,
    "日历日": LimitType.NATURAL_DAY,
    "natural day": LimitType.NATURAL_DAY,
    "urgent hour": LimitType.URGENT_HOUR,
    "work hour": LimitType.WORK_HOUR,
    "work day": LimitType.WORK_DAY,
}
_MINUTES: Final = ("分钟", "minute", "minutes", "min")
_CLASS_WORDS: Final = {
    **{each.value: each for each in AreaClass},
    "一": AreaClass.A,
    "1": AreaClass.A,
    "二": AreaClass.B,
    "2": AreaClass.B,
    "三": AreaClass.C,
    "3": AreaClass.C,
}
_AMOUNT: Final = re.compile(r"(-?)(\d{1,9}(?:[.,]\d{1,6})?)\s*个?(.*)")
_SPELLED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Draft(NamedTuple):
    """What one row says of a category; None or empty where it says nothing."""

    code: str
    name: str
    kind: CategoryKind | None
    parent: str
    standard: Standard | None


class StepRow(NamedTuple):
    """How long a step may take, by a row."""

    step: Step
    limit: Limit


def row_of(cells: Cells) -> Draft | StepRow:
    """Return what a row says. Raises RowRefused."""
    if half_width(cells.get("kind", "")).casefold() in STEP_WORDS:
        return StepRow(_word(STEP_LABELS, "code", cells["code"]), _limit(cells))
    code = _code(cells, "code")
    return Draft(code, _said(cells, "name"), _kind(cells), _parent(cells, code), _standard(cells, code))


def _code(cells: Cells, field: str) -> str:
    said = half_width(cells.get(field, ""))
    if not said:
        raise RowRefused(f"{field} 为空，上方也没有可沿用的", f"the {field} is empty, and there is none above to take")
    if reason := rounded_by_excel(said):
        raise RowRefused(*reason)
    return _fitting(field, said)


def _parent(cells: Cells, code: str) -> str:
    said = half_width(cells.get("parent", ""))
    if said == code:
        raise RowRefused(f"{code} 不能是自己的上级", f"{code} cannot be above itself")
    return _fitting("parent", said)


def _said(cells: Cells, field: str) -> str:
    return _fitting(field, cells.get(field, "").strip())


def _fitting(field: str, said: str) -> str:
    longest = LONGEST[field]
    if len(said) > longest:
        raise RowRefused(f"{field} 超过 {longest} 个字符", f"{field} is longer than {longest} characters; shorten it")
    if _SPELLED.search(said):
        raise RowRefused(f"{field} 含有控制字符", f"{field} has control characters; type it anew")
    return said


def _kind(cells: Cells) -> CategoryKind | None:
    said = half_width(cells.get("kind", "")).casefold()
    return _word(CATEGORY_KIND_LABELS, "kind", _KIND_WORDS.get(said, said)) if said else None


def _standard(cells: Cells, code: str) -> Standard | None:
    told = {field: _said(cells, field) for field in ("condition", "filing", "closing", "evidence")}
    area_class = area_class_of(cells.get("area_class", ""))
    if not cells.get("limit", "").strip():
        if any(told.values()) or area_class or cells.get("limit_type", "").strip():
            raise RowRefused("有条件但没有时限，请填写 limit", "it has a condition but no limit; fill the limit in")
        return None
    return Standard(code, _limit(cells), area_class=area_class, **told)


def area_class_of(told: str) -> AreaClass | None:
    """Return the class of areas that a cell means (一类, 2, C类区域); None for an empty one. Raises RowRefused."""
    said = half_width(told)
    if not said:
        return None
    short = said.removesuffix("区域").removesuffix("地区").removesuffix("类")
    return _CLASS_WORDS.get(short.upper()) or _word(AREA_CLASS_LABELS, "area_class", said)


def _limit(cells: Cells) -> Limit:
    """The limit of `limit` and `limit_type`, or of both in the first: 4工作时, 15 分钟."""
    said, word = half_width(cells.get("limit", "")), half_width(cells.get("limit_type", ""))
    found = _AMOUNT.fullmatch(said)
    if not found:
        shown = quotable(said)
        raise RowRefused(f"时限 {shown!r} 不是数字", f"the limit {shown!r} is no number")
    sign, digits, beside = found.groups()
    amount = float(digits.replace(",", "."))
    if sign or not 0 < amount <= LARGEST_AMOUNT:
        raise RowRefused(
            f"时限 {quotable(said)!r} 须大于 0，不超过 {LARGEST_AMOUNT:.0f}",
            f"the limit {quotable(said)!r} must be above 0 and at most {LARGEST_AMOUNT:.0f}",
        )
    return _counted(amount, beside.strip(), word)


def _counted(amount: float, beside: str, word: str) -> Limit:
    if beside and word and _type_of(beside) != _type_of(word):
        raise RowRefused(f"时限写了两种类型：{beside}、{word}", f"it says two types: {beside} and {word}")
    said = beside or word
    if said.casefold() in _MINUTES:
        return Limit(amount / 60, LimitType.URGENT_HOUR)
    if not said:
        raise RowRefused(f"没有时限类型，可用：{_types().zh}", f"the limit has no type; use {_types().en}")
    return Limit(amount, _type_of(said))


def _type_of(said: str) -> LimitType:
    return _TYPE_WORDS.get(said.casefold()) or _word(LIMIT_TYPE_LABELS, "limit_type", said)


def _types() -> Text:
    return Text("、".join(each.zh for each in LIMIT_TYPE_LABELS.values()), ", ".join(LIMIT_TYPE_LABELS))


def _word(labels: Mapping[Word, Text], field: str, said: str) -> Word:
    word = word_of(labels, said)
    if word is None:
        zh, en = "、".join(label.zh for label in labels.values()), ", ".join(labels)
        shown = quotable(said)
        raise RowRefused(f"{field} {shown!r} 不认识，可用：{zh}", f"unknown {field} {shown!r}; use {en}")
    return word
