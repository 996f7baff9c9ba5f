"""The catalogue's table: what each row says, how rows of one category come together, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.assembling import ContentsRead, assemble
from dashboard.domain.catalogue.changes import change_between
from dashboard.domain.catalogue.records import USUAL_STEP_LIMITS, AreaClass, CategoryKind, Standard, Step
from dashboard.domain.catalogue.tree import Catalogue, Chosen, Contents, Match, Version, succession
from dashboard.domain.catalogue.writing import HEADING as WRITTEN
from dashboard.domain.catalogue.writing import sheet_of
from dashboard.domain.imports import SheetRead, SheetRow
from dashboard.domain.text import Language, Text

URGENT, WORK_HOUR, WORK_DAY, DAY = LimitType
FIELDS = ("code", "name", "parent", "kind", "condition", "area_class", "limit", "limit_type", "filing", "closing")
ABOVE = "1,秩序,,事件"


def read(*lines: str) -> ContentsRead:
    """What a table says whose lines are these cells in the order of FIELDS; the first is line 2."""
    rows = []
    for number, line in enumerate(lines, 2):
        cells = dict.fromkeys((*FIELDS, "evidence"), "") | dict(zip(FIELDS, line.split(","), strict=False))
        rows.append(SheetRow(Text(f"第 {number} 行", f"line {number}"), cells))
    return assemble(SheetRead(rows, [], frozenset(FIELDS)))


def reasons(found: ContentsRead) -> list[str]:
    return [f"{each.where.en}: {each.reason.en}" for each in found.rejected]


def limit(cell: str, type_cell: str = "") -> Limit:
    found = read(ABOVE, f"101,游商,1,,,,{cell},{type_cell}")
    assert reasons(found) == []
    return found.contents.standards[0].limit


@pytest.mark.parametrize(
    ("cell", "type_cell", "meant"),
    [
        ("4", "work_hour", Limit(4, WORK_HOUR)),
        ("4", "Work Hour", Limit(4, WORK_HOUR)),
        ("4工作时", "", Limit(4, WORK_HOUR)),
        ("4 个工作时", "", Limit(4, WORK_HOUR)),
        ("４", "紧急工作时", Limit(4, URGENT)),
        ("2紧急工作日", "", Limit(2, DAY)),
        ("15自然日", "自然日", Limit(15, DAY)),
        ("1.5工作日", "", Limit(1.5, WORK_DAY)),
        ("30分钟", "", Limit(0.5, URGENT)),
        ("15", "min", Limit(0.25, URGENT)),
    ],
)
def test_limits_are_read_as_offices_write_them(cell: str, type_cell: str, meant: Limit) -> None:
    assert limit(cell, type_cell) == meant


@pytest.mark.parametrize(
    ("cell", "type_cell", "why"),
    [
        ("很快", "工作时", "is no number"),
        ("0", "工作时", "must be above 0"),
        ("-1", "工作时", "must be above 0"),
        ("3651", "自然日", "at most 3650"),
        ("4", "", "the limit has no type"),
        ("4", "fortnight", "unknown limit_type 'fortnight'"),
        ("4工作时", "工作日", "says two types"),
    ],
)
def test_a_limit_that_says_nothing_clear_is_refused(cell: str, type_cell: str, why: str) -> None:
    [reason] = reasons(read(ABOVE, f"101,游商,1,,,,{cell},{type_cell}"))
    assert reason.startswith("line 3: ")
    assert why in reason


@pytest.mark.parametrize("cell", ["A", "a", "一类", "一类区域", "A类", "A类区域", "class A", "1", "１", "1类", "一"])
def test_classes_of_areas_are_read_as_offices_write_them(cell: str) -> None:
    [standard] = read(ABOVE, f"101,游商,1,,,{cell},2,work_hour").contents.standards
    assert standard.area_class is AreaClass.A


def test_a_blank_code_belongs_to_the_row_above_and_rows_of_a_category_come_together() -> None:
    found = read(ABOVE, "101,游商,1,,,,2,work_hour", ",,,,夜间,,1,urgent_hour", "101,,,,市场周边,,4,work_hour")
    assert reasons(found) == []
    assert [(each.category, each.condition) for each in found.contents.standards] == [
        ("101", ""), ("101", "夜间"), ("101", "市场周边"),
    ]  # fmt: skip
    assert [each.code for each in found.contents.categories] == ["1", "101"]


def test_a_category_is_of_the_kind_of_the_one_above_it() -> None:
    found = read("B1,公用设施,,components", "B11,井盖,B1", "B111,雨水井盖,B11")
    assert {each.kind for each in found.contents.categories} == {CategoryKind.COMPONENT}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["101,游商,9,event"], ["line 2: its parent '9' is not in the table"]),
        (["1,秩序"], ["line 2: it has no kind"]),
        ([ABOVE, "101,井盖,1,component"], ["line 3: its kind is another than that of the category above it"]),
        (["1,甲,2,event", "2,乙,1,event"], ["line 2: its parents form a circle", "line 3: its parents form a circle"]),
        (["1,甲,1,event"], ["line 2: 1 cannot be above itself"]),
        (["1,,,event"], ["line 2: the name is empty"]),
        ([",甲,,event"], ["line 2: the code is empty"]),
        (["1E+10,甲,,event"], ["line 2: Excel turned the id"]),
        ([ABOVE, "101,甲,1", "101,乙,1"], ["line 4: the name is another than in line 3"]),
        (
            [ABOVE, "101,甲,1,,,,2,work_day", ",,,,,,3,work_day"],
            ["line 4: the same condition and area class as line 3"],
        ),
        ([ABOVE, "101,甲,1,,夜间"], ["line 3: it has a condition but no limit"]),
        (["1,甲,,街道"], ["line 2: unknown kind"]),
        (["1,甲,,event", "register,,,step,,,5,min", "受理,,,环节,,,6,分钟"], ["line 4: the same condition"]),
        (["coffee,,,step,,,5,min"], ["line 2: unknown code 'coffee'"]),
        ([f"1,{'长' * 81},,event"], ["line 2: name is longer than 80 characters"]),
    ],
)
def test_what_does_not_fit_together_is_refused_where_it_stands(lines: list[str], told: list[str]) -> None:
    found = reasons(read(*lines))
    assert len(found) == len(told)
    assert all(said.startswith(start) for said, start in zip(found, told, strict=True)), found


def test_steps_that_the_table_leaves_out_have_the_usual_limits() -> None:
    found = read(ABOVE, "核实,,,环节,,,2,紧急工作时").contents
    assert found.steps == {**USUAL_STEP_LIMITS, Step.VERIFY: Limit(2, URGENT)}


@pytest.mark.parametrize(
    ("condition", "area_class", "chosen"),
    [
        ("夜间", AreaClass.A, (1, Match.EXACT)),
        ("夜间", AreaClass.B, (2, Match.WITHOUT_CLASS)),
        ("夜间", None, (2, Match.EXACT)),
        ("", AreaClass.C, (3, Match.ONLY)),
        ("", None, None),
        ("汛期", None, None),
    ],
)
def test_the_nearest_standard_holds_and_nobody_guesses(
    condition: str, area_class: AreaClass | None, chosen: tuple[int, Match] | None
) -> None:
    lines = (ABOVE, "101,游商,1,,夜间,A,1,work_hour", ",,,,夜间,,2,work_hour", ",,,,白天,C,3,work_hour")
    contents = read(*lines).contents
    if chosen == (3, Match.ONLY):
        contents = contents._replace(standards=contents.standards[2:])
    found = Catalogue(_version(), contents).standard_for("101", condition, area_class)
    assert (None if found is None else (found.standard.limit.amount, found.match)) == chosen


def _version() -> Version:
    return Version(1, "试", date(2026, 1, 1))


def test_a_search_finds_names_and_codes_in_the_order_of_the_tree() -> None:
    found = Catalogue(_version(), read("2,环境,,event", ABOVE, "101,游商,1", "201,垃圾,2").contents)
    assert [each.code for each in found.in_order] == ["2", "201", "1", "101"]
    assert [each.code for each in found.find(" 垃 ")] == ["201"]
    assert [each.code for each in found.find("01")] == ["201", "101"]
    assert [each.code for each in found.find("", CategoryKind.COMPONENT)] == []


def test_a_change_is_told_by_code_whatever_the_order_of_the_rows() -> None:
    before = read(ABOVE, "101,游商,1,,,,2,work_hour", "102,乞讨,1").contents
    again = read("102,乞讨,1", "101,游商,1,,,,2,work_hour", ABOVE).contents
    assert change_between(before, again).is_none
    after = read(ABOVE, "101,摊贩,1,,,,2,work_hour", "103,黑车,1", "核实,,,环节,,,2,紧急工作时").contents
    change = change_between(before, after)
    assert (change.added, change.changed, change.removed, change.steps) == (("103",), ("101",), ("102",), True)
    told = list(change.lines(Language.ENGLISH, {"103": "黑车"}))
    assert told[:2] == ["1 new categories, 1 changed, 1 gone", "  new: 103 黑车"]


def test_the_first_version_of_all_ends_before_the_next_begins() -> None:
    later = Version(2, "后", date(2027, 1, 1))
    assert succession([later], date(2026, 1, 1)) == (None, None, date(2026, 12, 31))


def test_a_catalogue_written_as_a_table_says_the_same_when_it_is_read_again() -> None:
    lines = (
        "2,环境,,event", ABOVE, "101,游商,1,,夜间,A,30,min,流动设摊,已劝离", ",,,,,,2,work_hour", "201,垃圾,2",
        "2011,成堆垃圾,201,,,,1.5,工作日", "受理,,,环节,,,5,分钟",
    )  # fmt: skip
    contents = read(*lines).contents
    written = [dict(zip(WRITTEN, row, strict=True)) for row in sheet_of(Catalogue(_version(), contents))]
    named = {"close_condition": "closing"}
    rows = [{named.get(column, column): cell for column, cell in row.items()} for row in written]
    again = assemble(SheetRead([SheetRow(Text("", "1"), row) for row in rows], [], frozenset(FIELDS)))
    assert again.rejected == []
    assert change_between(contents, again.contents).is_none


def test_where_the_class_is_not_known_the_strictest_holds() -> None:
    lines = (ABOVE, "101,游商,1,,,C,4,work_hour", ",,,,,A,1,work_hour", ",,,,,B,2,work_hour")
    found = Catalogue(_version(), read(*lines).contents).standard_for("101")
    assert found is not None
    assert (found.standard.limit.amount, found.match) == (1, Match.STRICTEST)


def test_a_class_that_no_standard_is_of_is_as_good_as_unknown() -> None:
    lines = (ABOVE, "101,游商,1,,,C,4,work_hour", ",,,,,A,1,work_hour", "102,乞讨,1,,,A,3,work_hour")
    catalogue = Catalogue(_version(), read(*lines).contents)
    found = [catalogue.standard_for(code, "", AreaClass.B) for code in ("101", "102")]
    assert [each and (each.standard.limit.amount, each.match) for each in found] == [
        (1, Match.STRICTEST), (3, Match.ONLY),
    ]  # fmt: skip


def test_the_condition_that_was_asked_for_goes_before_a_question_about_others() -> None:
    lines = (ABOVE, "101,游商,1,,,B,1,work_hour", ",,,,夜间,,2,work_hour", ",,,,白天,,3,work_hour")
    found = Catalogue(_version(), read(*lines).contents).standard_for("101", "", AreaClass.A)
    assert found is not None
    assert (found.standard.limit.amount, found.match) == (1, Match.ONLY)


_KEYS = st.tuples(st.sampled_from(["", "夜间", "白天"]), st.sampled_from([None, *AreaClass]))


@given(st.lists(_KEYS, unique=True), _KEYS)
def test_who_asks_for_what_the_chosen_standard_is_of_gets_it_again(
    keys: list[tuple[str, AreaClass | None]], asked: tuple[str, AreaClass | None]
) -> None:
    standards = tuple(Standard("101", Limit(1 + place, WORK_HOUR), *key) for place, key in enumerate(keys))
    catalogue = Catalogue(_version(), Contents((), standards, USUAL_STEP_LIMITS))
    chosen = catalogue.standard_for("101", *asked)
    assert chosen is not None or asked[0] not in {condition for condition, _ in keys}
    if chosen is not None:
        again = catalogue.standard_for("101", chosen.standard.condition, chosen.standard.area_class)
        assert again == Chosen(chosen.standard, Match.EXACT)


def test_several_conditions_stay_a_question_whatever_their_classes() -> None:
    lines = (ABOVE, "101,游商,1,,夜间,A,1,work_hour", ",,,,夜间,B,2,work_hour", ",,,,白天,A,3,work_hour")
    catalogue = Catalogue(_version(), read(*lines).contents)
    assert catalogue.standard_for("101") is None
    found = catalogue.standard_for("101", "夜间")
    assert found is not None
    assert (found.standard.limit.amount, found.match) == (1, Match.STRICTEST)
