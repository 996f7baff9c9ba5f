"""Rules of the tree of departments: every parent exists, and nobody is above itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dashboard.domain.people.records import Department
from dashboard.domain.personal import quotable
from dashboard.domain.text import Text
from dashboard.domain.trees import chain, circles


class TreeCheck(NamedTuple):
    """The departments that may land, parents first, and why each of the others may not, by code."""

    accepted: list[Department]
    refused: dict[str, Text]


def check_tree(departments: Sequence[Department], stored: Mapping[str, str | None]) -> TreeCheck:
    """Return which departments may land in the tree of `stored` parents by code.

    Refused are those on a circle, whose parent is unknown, or whose parent is refused and was not there before.
    """
    candidates = {each.code: each for each in departments}
    refused = _on_circles(candidates, stored)
    left = {code: each for code, each in candidates.items() if code not in refused}
    while orphans := {
        code: each.parent for code, each in left.items() if each.parent and each.parent not in {*left, *stored}
    }:
        refused |= {code: _no_parent(parent) for code, parent in orphans.items() if parent}
        left = {code: each for code, each in left.items() if code not in orphans}
    return TreeCheck(_parents_first(left), refused)


def _on_circles(candidates: Mapping[str, Department], stored: Mapping[str, str | None]) -> dict[str, Text]:
    """Those of the circles, one after the other: what is refused falls back to its stored parent."""
    refused: dict[str, Text] = {}
    while True:
        parents = {**stored, **{code: each.parent for code, each in candidates.items() if code not in refused}}
        found = [circle for circle in circles(candidates, parents) if not refused.keys() >= set(circle)]
        new = {
            code: Text(
                f"上级关系成环：{chain(circle)}；请改正其中一个上级",
                f"its parents form a circle: {chain(circle)}; correct one of them",
            )
            for circle in found
            for code in circle
            if code in candidates and code not in refused
        }
        if not new:
            return refused
        refused |= new


def _no_parent(parent: str) -> Text:
    shown = quotable(parent)
    return Text(
        f"上级 {shown!r} 不存在或未导入", f"its parent {shown!r} does not exist or was refused; import it first"
    )


def _parents_first(departments: Mapping[str, Department]) -> list[Department]:
    ordered: dict[str, Department] = {}
    for each in departments.values():
        path: list[Department] = []
        above: Department | None = each
        while above is not None and above.code not in ordered:
            path.append(above)
            above = departments.get(above.parent) if above.parent else None
        ordered.update((one.code, one) for one in reversed(path))
    return list(ordered.values())


class Branch(NamedTuple):
    """A department with those below it and how many people are in it and below it."""

    department: Department
    people: int
    below: tuple[Branch, ...]


def branches(departments: Iterable[Department], people: Mapping[str, int]) -> tuple[Branch, ...]:
    """Return the tree from the top, by code; `people` are how many are directly in each department."""
    children: dict[str | None, list[Department]] = {}
    for each in sorted(departments, key=lambda one: one.code):
        children.setdefault(each.parent, []).append(each)

    def grown(parent: str | None) -> tuple[Branch, ...]:
        found = []
        for each in children.get(parent, []):
            below = grown(each.code)
            total = people.get(each.code, 0) + sum(branch.people for branch in below)
            found.append(Branch(each, total, below))
        return tuple(found)

    return grown(None)


def every_department(tree: Iterable[Branch]) -> Iterator[Department]:
    """Return the departments of a tree, each before those below it."""
    for branch in tree:
        yield branch.department
        yield from every_department(branch.below)
