"""The area tree: codes, parents, reports."""

from __future__ import annotations

import pytest

from dashboard.domain.grid import (
    LEVEL_LABELS,
    PROBLEM_LABELS,
    Area,
    AreaLevel,
    AreaProblem,
    AreaProblemKind,
    AreaReport,
    check_codes,
    check_parents,
    parents_first,
    property_problem,
)
from dashboard.domain.text import Language, Text


def area(code: str, parent: str | None = None, *, name: str = "x", level: str = "grid") -> Area:
    return Area(code=code, name=name, level=level, parent=parent, geometry={"type": "Polygon", "coordinates": []})


def test_every_level_and_every_problem_has_a_label() -> None:
    assert set(LEVEL_LABELS) == set(AreaLevel)
    assert set(PROBLEM_LABELS) == set(AreaProblemKind)


def test_each_area_too_many_with_a_code_is_one_problem() -> None:
    report = check_codes([area("A"), area("B"), area("A"), area("A")])
    assert [problem.code for problem in report.problems] == ["A", "A"]
    assert report.count(AreaProblemKind.DUPLICATE_CODE) == 2


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (area("x" * 41), "the code must have 1 to 40"),
        (area("A", name=""), "the name must have 1 to 120"),
        (area("A", level=""), "the level must have 1 to 40"),
    ],
)
def test_a_code_name_or_level_that_cannot_be_stored_is_told(bad: Area, says: str) -> None:
    problem = property_problem(bad)
    assert problem is not None
    assert says in problem.detail.en


def test_a_usable_area_has_no_problem() -> None:
    assert property_problem(area("310101001001001")) is None


@pytest.mark.parametrize(
    ("areas", "known", "kinds"),
    [
        pytest.param([area("A"), area("B", "A")], [], {}, id="a tree"),
        pytest.param([area("B", "A")], [area("A")], {}, id="a parent that is known"),
        pytest.param([area("B", "A")], [], {"B": "missing_parent"}, id="a parent that nobody knows"),
        pytest.param([area("A", "A")], [], {"A": "cycle"}, id="its own parent"),
        pytest.param(
            [area("A", "B"), area("B", "C"), area("C", "A")], [], dict.fromkeys("ABC", "cycle"), id="a circle"
        ),
        pytest.param([area("A", "B")], [area("B", "A")], {"A": "cycle"}, id="a circle through a known area"),
        pytest.param(
            [area("D", "A"), area("A", "B"), area("B", "A")], [], {"A": "cycle", "B": "cycle"}, id="below a circle"
        ),
    ],
)
def test_parents_must_exist_and_form_a_tree(areas: list[Area], known: list[Area], kinds: dict[str, str]) -> None:
    problems = check_parents(areas, known).problems
    assert {problem.code: problem.kind.value for problem in problems} == kinds
    assert len(problems) == len(kinds)


def test_the_circle_is_written_out() -> None:
    problems = check_parents([area("A", "B"), area("B", "A")]).problems
    assert problems[0].detail.en.endswith("A → B → A")


def test_parents_come_before_their_children() -> None:
    ordered = parents_first([area("C", "B"), area("B", "A"), area("A"), area("D", "elsewhere")])
    assert [each.code for each in ordered] == ["A", "B", "C", "D"]


def test_the_report_shows_counts_and_the_first_examples() -> None:
    problems = [AreaProblem(AreaProblemKind.GAP, f"G{number}", Text("缝", "gap")) for number in range(7)]
    report = AreaReport(problems=tuple(problems)) + check_parents([area("B", "A")])
    assert report.as_dict()["gap"] == {
        "count": 7,
        "examples": [{"code": f"G{number}", "zh": "缝", "en": "gap"} for number in range(5)],
    }
    lines = report.as_text(Language.ENGLISH).splitlines()
    assert "gap between areas: 7" in lines
    assert lines[-1] == "  …"
    assert "之间有缝隙: 7" in report.as_text(Language.CHINESE)


def test_a_report_without_problems_is_empty() -> None:
    assert AreaReport().as_text(Language.CHINESE) == ""
    assert AreaReport().as_dict() == {}
