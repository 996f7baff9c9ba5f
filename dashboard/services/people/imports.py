"""Use cases: bring squads, departments and people in from the tables that offices have, again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Generic, TypeVar

from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport, Rejection, SheetRead, SheetRow, shown_file, told_import
from dashboard.domain.people.departments import check_tree
from dashboard.domain.people.records import Department, Squad
from dashboard.domain.people.rows import (
    PersonRow,
    RowRefused,
    SquadRow,
    department_of,
    person_of,
    squad_of,
)
from dashboard.domain.personal import PersonName, half_width, quotable
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.squads.merging import merge_problem, merged
from dashboard.domain.text import Text
from dashboard.ports.operations import Clock
from dashboard.ports.people import PeopleStore, PeopleWork, SheetReader
from dashboard.ports.squad_mergers import SquadMergerStore
from dashboard.services.access import require
from dashboard.services.people.bureau import bureau_of
from dashboard.services.squads.merging import CHANGED_FEEDS, merge_in

Columns = Mapping[str, Sequence[str]]
_CODE: Final = ("code", "编码", "代码", "编号")
_NAME: Final = ("name", "名称", "姓名")
_AREAS: Final = ("areas", "责任区域", "区域编码", "网格编码")
SQUAD_COLUMNS: Final[Columns] = {
    "code": (*_CODE, "中队编码"),
    "name": (*_NAME, "中队名称"),
    "kind": ("kind", "类别", "类型"),
    "areas": _AREAS,
    "merged_into": ("merged_into", "并入", "并入中队"),
}
DEPARTMENT_COLUMNS: Final[Columns] = {
    "code": (*_CODE, "部门编码", "单位编码"),
    "name": (*_NAME, "部门名称", "单位名称"),
    "parent": ("parent", "上级", "上级编码", "上级部门"),
}
PEOPLE_COLUMNS: Final[Columns] = {
    "number": ("number", "工号", "人员编号", "编号"),
    "name": _NAME,
    "phone": ("phone", "电话", "手机", "手机号", "联系电话"),
    "squad": ("squad", "中队", "所属中队"),
    "department": ("department", "部门", "处置单位", "所属部门"),
    "post": ("post", "岗位", "职务"),
    "skills": ("skills", "技能", "1+X"),
    "staff": ("staff", "编制", "用工性质"),
    "status": ("status", "状态", "在职状态"),
    "areas": _AREAS,
    "role": ("role", "职责", "责任角色"),
}
"""Which column holds what; upper and lower case are the same, the first that a table has is taken."""

Landed = TypeVar("Landed")


@dataclass(frozen=True, kw_only=True)
class Admitted(Generic[Landed]):
    """What may land, what may not, and where each number or code stands in the table."""

    landed: Sequence[Landed]
    rejected: Sequence[Rejection]
    places: Mapping[str, Text]


def import_squads(
    store: SquadMergerStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the squads of a table in; the same code updates, what the table does not tell stays.

    With a column of areas, the leader of the squad answers for these from now on. One that the table merges into
    another one hands over what it has. Raises BadInput when the table cannot be used at all; then nothing is changed,
    as with `dry_run`.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    sheet = sheets.read_sheet(path, SQUAD_COLUMNS, ("code", "name"))
    with store.begin() as work:
        known = {each.code: each for each in work.squads()}
        areas = work.area_codes()
        admitted = _admit(sheet, "code", lambda cells: squad_of(cells, known.get(half_width(cells["code"])), areas))
        admitted, mergers = _mergeable(admitted, known.values())
        rows = admitted.landed
        report = _report(admitted, {row.squad.code for row in rows} & known.keys())
        if not dry_run and rows:
            work.save_squads([row.squad for row in rows])
            _answer_for(work, squads={row.squad.code: row for row in rows})
            for code, into in mergers:
                merge_in(work, code, into, actor, clock())
            told = told_import(report, len(known))
            work.note_in_audit(actor, "import_squads", shown_file(path, uploaded_as), told, clock())
            work.bump(CHANGED_FEEDS if mergers else [Feed.PEOPLE])
    return report


def import_departments(
    store: PeopleStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the departments of a table in; the same code updates, a parent is told by its code or its name.

    Refused, while the rest lands: rows on a circle, and those whose parent does not exist. Raises BadInput when the
    table cannot be used at all; then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    sheet = sheets.read_sheet(path, DEPARTMENT_COLUMNS, ("code", "name"))
    with store.begin() as work:
        known = {each.code: each for each in work.departments()}
        admitted = _admit(sheet, "code", lambda cells: department_of(cells, known.get(half_width(cells["code"]))))
        named = _with_parents([*admitted.landed], known.values())
        check = check_tree(named, {code: each.parent for code, each in known.items()})
        places = admitted.places
        refused = [Rejection(places[code], code, reason) for code, reason in check.refused.items()]
        left = Admitted(landed=check.accepted, rejected=[*admitted.rejected, *refused], places=places)
        report = _report(left, {each.code for each in check.accepted} & known.keys())
        if not dry_run and check.accepted:
            work.save_departments(check.accepted)
            told = told_import(report, len(known))
            work.note_in_audit(actor, "import_departments", shown_file(path, uploaded_as), told, clock())
            work.bump([Feed.PEOPLE])
    return report


def import_people(
    store: PeopleStore,
    sheets: SheetReader,
    path: Path,
    *,
    actor: Actor,
    clock: Clock,
    uploaded_as: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Bring the people of a table in; the same number updates, what the table does not tell stays.

    With a column of areas, each person answers for these from now on and for no others. Nobody leaves by being
    absent from a table. The report names numbers, and masks names and phones. Raises BadInput when the table cannot
    be used at all; then nothing is changed, as with `dry_run`.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    sheet = sheets.read_sheet(path, PEOPLE_COLUMNS, ("number", "name"))
    with store.begin() as work:
        bureau, now_us = bureau_of(work), clock()
        admitted = _admit(sheet, "number", lambda cells: person_of(cells, bureau, now_us))
        rows = admitted.landed
        report = _report(admitted, {row.person.number for row in rows} & bureau.people.keys())
        if not dry_run and rows:
            work.save_people([row.person for row in rows])
            _answer_for(work, people={row.person.number: row for row in rows})
            told = told_import(report, len(bureau.people))
            work.note_in_audit(actor, "import_people", shown_file(path, uploaded_as), told, now_us)
            work.bump([Feed.PEOPLE])
    return report


def _mergeable(
    admitted: Admitted[SquadRow], known: Iterable[Squad]
) -> tuple[Admitted[SquadRow], Sequence[tuple[str, str]]]:
    """Refuse the rows whose merger cannot be; return the others, and which squad goes into which that did not yet."""
    standing = {each.code: each for each in known} | {
        row.squad.code: row.squad for row in admitted.landed if row.squad.code not in {each.code for each in known}
    }
    names = {each.name: code for code, each in standing.items()}
    landed, rejected, mergers = [], list(admitted.rejected), []
    for row in admitted.landed:
        code, into = row.squad.code, row.into if row.into in standing else names.get(row.into, row.into)
        if not into or standing[code].merged_into == into:
            landed.append(row)
            continue
        problem = merge_problem([*standing.values()], code, into)
        if problem is not None:
            rejected.append(Rejection(admitted.places[code], code, problem))
            continue
        standing |= {each.code: each for each in merged([*standing.values()], code, into, 0)}
        landed.append(row)
        mergers.append((code, into))
    return Admitted(landed=landed, rejected=rejected, places=admitted.places), mergers


def _admit(sheet: SheetRead, key: str, take: Callable[[Mapping[str, str]], Landed]) -> Admitted[Landed]:
    """Each row by itself; rows that share a number or a code are all refused, since nobody knows which one is meant."""
    doubled = _doubled(sheet.rows, key)
    landed: list[Landed] = []
    rejected = list(sheet.rejected)
    places: dict[str, Text] = {}
    for row in sheet.rows:
        identifier = half_width(row.cells[key])
        try:
            if identifier in doubled:
                raise RowRefused(*doubled[identifier])
            landed.append(take(row.cells))
            places[identifier] = row.where
        except RowRefused as error:
            rejected.append(Rejection(row.where, _called(row, key), error.reason))
    return Admitted(landed=landed, rejected=rejected, places=places)


def _doubled(rows: Iterable[SheetRow], key: str) -> dict[str, Text]:
    places: dict[str, list[Text]] = {}
    for row in rows:
        if identifier := half_width(row.cells[key]):
            places.setdefault(identifier, []).append(row.where)
    return {
        identifier: Text(
            f"{key} 在{'、'.join(place.zh for place in found)}重复出现，请只保留一行",
            f"the {key} is in {' and '.join(place.en for place in found)}; keep one of them",
        )
        for identifier, found in places.items()
        if len(found) > 1
    }


def _called(row: SheetRow, key: str) -> str:
    """What a report calls a row: its number and the masked name of a person, its code of anything else."""
    identifier = quotable(row.cells[key])
    is_person = key == "number"
    return f"{identifier} {PersonName(row.cells['name'])}".strip() if is_person else identifier


def _with_parents(departments: Sequence[Department], known: Iterable[Department]) -> list[Department]:
    """The departments with the codes of their parents where they were told by name; a name of several stays."""
    every = {each.code: each.name for each in [*known, *departments]}
    counts = Counter(every.values())
    codes = {name: code for code, name in every.items() if counts[name] == 1}
    return [
        replace(each, parent=codes.get(each.parent, each.parent))
        if each.parent is not None and each.parent not in every
        else each
        for each in departments
    ]


def _answer_for(
    work: PeopleWork, *, people: Mapping[str, PersonRow] | None = None, squads: Mapping[str, SquadRow] | None = None
) -> None:
    told_people = {number: row.answers for number, row in (people or {}).items() if row.answers is not None}
    told_squads = {code: row.answers for code, row in (squads or {}).items() if row.answers is not None}
    answers = [each for told in (*told_people.values(), *told_squads.values()) for each in told]
    if told_people or told_squads:
        work.replace_responsibilities(answers, people=told_people, squads=told_squads)


def _report(admitted: Admitted[Landed], updated: Iterable[str]) -> ImportReport:
    return ImportReport(accepted=len(admitted.landed), updated=len(set(updated)), rejected=tuple(admitted.rejected))
