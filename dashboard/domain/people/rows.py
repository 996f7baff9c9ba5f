"""What a row of a table says about a squad, a department or a person, or why it cannot be taken.

A refusal never quotes a name or a phone: reports are read aloud, mailed and kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from dashboard.domain.imports import rounded_by_excel
from dashboard.domain.people.posts import (
    POST_LABELS,
    ROLE_LABELS,
    SQUAD_KIND_LABELS,
    STAFF_LABELS,
    STANDING_LABELS,
    USUAL_ROLE,
    Post,
    Role,
    SquadKind,
    Staff,
    Standing,
    word_of,
)
from dashboard.domain.people.records import (
    LONGEST,
    MOST_AREAS,
    MOST_SKILLS,
    Department,
    Person,
    Responsibility,
    Squad,
)
from dashboard.domain.personal import PersonName, Phone, half_width, quotable
from dashboard.domain.text import Text

Cells = Mapping[str, str]
_LIST_SIGNS: Final = re.compile(r"[;；、,，/|\s]+")
_WHOLE_FLOAT: Final = re.compile(r"([0-9]+)\.0+")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()\-]*")
_PHONE_DIGITS: Final = (3, 15)
_LETTER: Final = re.compile(r"[^\W\d_]")
_SPELLED: Final = re.compile(r"[\x00-\x1f\x7f]")
Word = TypeVar("Word", bound=str)


class RowRefused(Exception):
    """Why a row cannot land, with what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """What is known before an import: squads and departments as name by code, people by number, codes of areas.

    `taken_over` has the heir of each squad that was merged: whoever is said to be in it is in its heir.
    """

    squads: Mapping[str, str] = field(default_factory=dict)
    taken_over: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    areas: Collection[str] = ()


class PersonRow(NamedTuple):
    """A person as a row leaves it, and what it answers for from now on; None when the row does not say."""

    person: Person
    answers: tuple[Responsibility, ...] | None


class SquadRow(NamedTuple):
    """A squad as a row leaves it, and the areas that its leader answers for; None when the row does not say.

    `into` is the code or name of the squad that it is merged into by this row; empty when it is not.
    """

    squad: Squad
    answers: tuple[Responsibility, ...] | None
    into: str = ""


def squad_of(cells: Cells, stored: Squad | None, areas: Collection[str]) -> SquadRow:
    """Return the squad of a row; a column that is missing leaves what is stored. Raises RowRefused."""
    code, name = _identifier(cells, "code"), _needed(cells, "name")
    kind = stored.kind if stored else SquadKind.AREA
    if said := cells.get("kind", ""):
        kind = _word(SQUAD_KIND_LABELS, "kind", said)
    answers = None
    if "areas" in cells:
        codes = _area_codes(cells["areas"], areas)
        role, post = Role.SQUAD_LEADER, Post.SQUAD_LEADER
        answers = tuple(Responsibility(area=each, role=role, post=post, squad=code) for each in codes)
    return SquadRow(Squad(code=code, name=name, kind=kind), answers, half_width(cells.get("merged_into", "")))


def department_of(cells: Cells, stored: Department | None) -> Department:
    """Return the department of a row, its parent as the cell says it. Raises RowRefused."""
    code, name = _identifier(cells, "code"), _needed(cells, "name")
    parent = _fitting("parent", half_width(cells["parent"])) if "parent" in cells else (stored.parent if stored else "")
    return Department(code=code, name=name, parent=parent or None)


def person_of(cells: Cells, bureau: Bureau, now_us: int) -> PersonRow:
    """Return the person of a row: a missing column leaves what is stored, an empty cell clears it. Raises RowRefused.

    Name and post are never cleared. Somebody who has left keeps the moment at which that was first said.
    """
    number = _identifier(cells, "number")
    stored = bureau.people.get(number)
    post = _post(cells, stored)
    squad = _known(cells, "squad", bureau.squads, stored.squad if stored else None)
    person = Person(
        number=number,
        name=_name(cells),
        post=post,
        phone=_phone(cells["phone"]) if "phone" in cells else (stored.phone if stored else None),
        squad=bureau.taken_over.get(squad, squad) if squad is not None else None,
        department=_known(cells, "department", bureau.departments, stored.department if stored else None),
        skills=_skills(cells["skills"]) if "skills" in cells else (stored.skills if stored else ()),
        staff=_staff(cells, stored),
        photo=stored.photo if stored else None,
        left_us=_left_us(cells, stored, now_us),
    )
    return PersonRow(person, _answers(cells, person, bureau.areas))


def _identifier(cells: Cells, field_name: str) -> str:
    """A number or a code, its leading zeros kept."""
    said = _needed(cells, field_name)
    if reason := rounded_by_excel(said):
        raise RowRefused(*reason)
    return said


def _needed(cells: Cells, field_name: str) -> str:
    said = half_width(cells[field_name])
    if not said:
        raise RowRefused(f"{field_name} 为空，请填写", f"{field_name} is empty; fill it in")
    return _fitting(field_name, said)


def _fitting(field_name: str, said: str) -> str:
    longest = LONGEST[field_name]
    if len(said) > longest:
        raise RowRefused(
            f"{field_name} 超过 {longest} 个字符", f"{field_name} is longer than {longest} characters; shorten it"
        )
    if _SPELLED.search(said):
        raise RowRefused(f"{field_name} 含有控制字符", f"{field_name} has control characters; type it anew")
    return said


def _name(cells: Cells) -> PersonName:
    said = _needed(cells, "name")
    if not _LETTER.search(said):
        raise RowRefused("姓名中没有文字，请检查列是否错位", "the name has no letters; check whether columns slipped")
    return PersonName(said)


def _phone(cell: str) -> Phone | None:
    said = half_width(cell)
    if not said:
        return None
    if rounded_by_excel(said):
        raise RowRefused(
            "电话被 Excel 改成了科学计数法，其余数字已丢失；请把该列设为文本后重新导出",
            "Excel rounded the phone, its other digits are gone; format the column as text and export again",
        )
    if found := _WHOLE_FLOAT.fullmatch(said):
        said = found[1]
    digits = sum(sign.isdigit() for sign in said)
    low, high = _PHONE_DIGITS
    if not _PHONE.fullmatch(said) or not low <= digits <= high or len(said) > LONGEST["phone"]:
        raise RowRefused(
            f"电话不可用（{len(said)} 个字符，{digits} 位数字）：只能有 {low} 至 {high} 位数字、空格、+、-、括号",
            f"the phone cannot be used ({len(said)} characters, {digits} digits): "
            f"{low} to {high} digits, blanks, +, - and brackets only",
        )
    return Phone(said)


def _post(cells: Cells, stored: Person | None) -> Post:
    said = cells.get("post", "")
    if said:
        return _word(POST_LABELS, "post", said)
    if stored is None:
        raise RowRefused("post 为空，请填写岗位", "post is empty; fill it in")
    return stored.post


def _staff(cells: Cells, stored: Person | None) -> Staff:
    if said := cells.get("staff", ""):
        return _word(STAFF_LABELS, "staff", said)
    return stored.staff if stored else Staff.REGULAR


def _left_us(cells: Cells, stored: Person | None, now_us: int) -> int | None:
    since_us = stored.left_us if stored else None
    said = cells.get("status", "")
    if not said:
        return since_us
    return (since_us or now_us) if _word(STANDING_LABELS, "status", said) is Standing.LEFT else None


def _word(labels: Mapping[Word, Text], field_name: str, said: str) -> Word:
    word = word_of(labels, said)
    if word is None:
        zh, en = "、".join(label.zh for label in labels.values()), ", ".join(labels)
        shown = quotable(said)
        raise RowRefused(f"{field_name} {shown!r} 不认识，可用：{zh}", f"unknown {field_name} {shown!r}; use {en}")
    return word


def _known(cells: Cells, field_name: str, names: Mapping[str, str], stored: str | None) -> str | None:
    """The code that a cell means by code or by name, the stored one without a column."""
    if field_name not in cells:
        return stored
    said = half_width(cells[field_name])
    if not said or said in names:
        return said or None
    codes = [code for code, name in names.items() if name == said]
    shown = quotable(said)
    if len(codes) > 1:
        raise RowRefused(
            f"{field_name} {shown!r} 有 {len(codes)} 个，请填写编码",
            f"{len(codes)} have the name {shown!r}; say the code of the {field_name}",
        )
    if not codes:
        raise RowRefused(
            f"{field_name} {shown!r} 不存在，请先导入", f"there is no {field_name} {shown!r}; import it first"
        )
    return codes[0]


def _skills(cell: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_fitting("skill", each) for each in _LIST_SIGNS.split(half_width(cell)) if each))
    if len(found) > MOST_SKILLS:
        raise RowRefused(f"技能超过 {MOST_SKILLS} 项", f"there are more than {MOST_SKILLS} skills")
    return found


def _answers(cells: Cells, person: Person, areas: Collection[str]) -> tuple[Responsibility, ...] | None:
    if "areas" not in cells:
        return None
    codes = _area_codes(cells["areas"], areas)
    said = _fitting("role", half_width(cells.get("role", "")))
    role = word_of(ROLE_LABELS, said) or said or USUAL_ROLE.get(person.post, "")
    if codes and not role:
        raise RowRefused("该岗位须填写 role（职责）", "this post needs a role for its areas; fill it in")
    return tuple(Responsibility(area=code, role=str(role), person=person.number) for code in codes)


def _area_codes(cell: str, areas: Collection[str]) -> list[str]:
    codes = list(dict.fromkeys(each for each in _LIST_SIGNS.split(half_width(cell)) if each))
    unknown = [quotable(code) for code in codes if code not in areas]
    if unknown:
        raise RowRefused(
            f"区域编码不存在：{'、'.join(unknown[:3])}；请先导入网格",
            f"there is no area {', '.join(unknown[:3])}; import the grids first",
        )
    if len(codes) > MOST_AREAS:
        raise RowRefused(f"区域超过 {MOST_AREAS} 个", f"there are more than {MOST_AREAS} areas")
    return codes
