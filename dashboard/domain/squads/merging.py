"""A squad that was merged into another one: who has its cases now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.domain.cases.records import Units
from dashboard.domain.people.records import Squad
from dashboard.domain.text import Text


class Handover(NamedTuple):
    """What goes to the other squad: its people, areas, open cases, open supervision tasks, accounts."""

    people: int
    areas: int
    cases: int
    tasks: int
    accounts: int


def heirs(squads: Iterable[Squad]) -> dict[str, str]:
    """Return the squad that took over, by code of the one that was merged; itself not merged."""
    return {each.code: each.merged_into for each in squads if each.merged_into is not None}


def standing(squads: Iterable[Squad]) -> list[Squad]:
    """Return the squads that were not merged into another one."""
    return [each for each in squads if each.merged_into is None]


def heir_units(units: Units, taken_over: Mapping[str, str]) -> Units:
    """Return who has it after mergers; a second squad that would come along with itself does not."""
    squad = _heir(units.squad, taken_over)
    second = _heir(units.second_squad, taken_over)
    return units._replace(squad=squad, second_squad=None if second == squad else second)


def merge_problem(squads: Sequence[Squad], code: str, into: str) -> Text | None:
    """Return why the squad `code` cannot be merged into `into`, with what to do; None when it can."""
    by_code = {each.code: each for each in squads}
    if code not in by_code or into not in by_code:
        missing = code if code not in by_code else into
        return Text(f"没有中队「{missing:.40}」", f"there is no squad {missing!r:.60}")
    if code == into:
        return Text("中队不能并入自己，请选另一个中队", "a squad cannot be merged into itself; choose another one")
    if (gone := by_code[code].merged_into) is not None:
        return Text(f"该中队已并入{by_code[gone].name}", f"it was merged into {gone} already")
    if (heir := by_code[into].merged_into) is not None:
        return Text(
            f"{by_code[into].name}已并入{by_code[heir].name}，请选{by_code[heir].name}",
            f"{into} was merged into {heir}; choose {heir}",
        )
    return None


def merged(squads: Sequence[Squad], code: str, into: str, at_us: int) -> list[Squad]:
    """Return the squads that change: this one, and those that it took over itself, which the heir has now."""
    return [
        replace(each, merged_into=into, merged_us=at_us if each.code == code else each.merged_us)
        for each in squads
        if each.code == code or each.merged_into == code
    ]


def taken_over_problem(squads: Sequence[Squad], codes: Iterable[str | None]) -> Text | None:
    """Return what somebody is told who names a squad that was merged; None when none of these was."""
    taken_over, names = heirs(squads), {each.code: each.name for each in squads}
    code = next((each for each in codes if each in taken_over), None)
    if code is None:
        return None
    heir = taken_over[code]
    return Text(
        f"{names[code]}已并入{names.get(heir, heir)}，请派给{names.get(heir, heir)}",
        f"squad: {code} was merged into {heir}; send it to {heir}",
    )


def _heir(code: str | None, taken_over: Mapping[str, str]) -> str | None:
    return None if code is None else taken_over.get(code, code)
