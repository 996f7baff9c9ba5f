"""The tree of departments."""

from __future__ import annotations

import pytest

from dashboard.domain.people.departments import branches, check_tree
from dashboard.domain.people.records import Department


def department(code: str, parent: str | None = None) -> Department:
    return Department(code=code, name=f"处置单位 {code}", parent=parent)


@pytest.mark.parametrize(
    ("told", "stored", "accepted", "refused"),
    [
        pytest.param("B<A A", {}, "A B", {}, id="parents come first"),
        pytest.param("B<A", {"A": None}, "B", {}, id="a parent that is stored"),
        pytest.param(
            "A<B B<A C<A D", {}, "D", {"A": "circle", "B": "circle", "C": "does not exist"}, id="circle of two"
        ),
        pytest.param("A<A", {}, "", {"A": "circle"}, id="its own parent"),
        pytest.param("A<C", {"A": None, "B": "A", "C": "B"}, "", {"A": "circle"}, id="circle through stored ones"),
        pytest.param("A<C B", {"A": None, "B": "A", "C": "B"}, "A B", {}, id="a circle that the table opens"),
        pytest.param("A<X B<A", {}, "", {"A": "does not exist", "B": "does not exist"}, id="no such parent"),
        pytest.param("A<X B<A", {"A": None}, "B", {"A": "does not exist"}, id="what was there stays as it was"),
    ],
)
def test_only_a_tree_lands(told: str, stored: dict[str, str | None], accepted: str, refused: dict[str, str]) -> None:
    rows = [department(*word.split("<")) for word in told.split()]
    check = check_tree(rows, stored)
    assert [each.code for each in check.accepted] == accepted.split()
    assert check.refused.keys() == refused.keys()
    assert all(part in check.refused[code].en for code, part in refused.items())


def test_a_circle_is_named_in_full() -> None:
    check = check_tree([department("A", "C"), department("B", "A"), department("C", "B")], {})
    assert "A → C → B → A" in check.refused["A"].en


def test_branches_count_the_people_below_them() -> None:
    [top] = branches([department("B", "A"), department("A"), department("C", "B")], {"A": 1, "C": 4})
    [middle] = top.below
    assert (top.department.code, top.people) == ("A", 5)
    assert (middle.department.code, middle.people, middle.below[0].people) == ("B", 4, 4)
