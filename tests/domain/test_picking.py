"""Whom chance picks."""

from __future__ import annotations

from collections import Counter
from random import Random

from dashboard.domain.inspections.picking import pick, weight

PEOPLE = [f"{number:03d}" for number in range(5)]


def test_everybody_is_picked_about_as_often_when_nobody_was_before() -> None:
    dice = Random(7)
    times = Counter(pick(PEOPLE, {}, dice.random()) for _ in range(20_000))
    assert set(times) == set(PEOPLE)
    assert all(abs(count / 20_000 - 0.2) < 0.012 for count in times.values())


def test_who_was_picked_lately_is_picked_less_often_and_never_not_at_all() -> None:
    dice, picked = Random(7), {"001": 3}
    times = Counter(pick(PEOPLE, picked, dice.random()) for _ in range(20_000))
    expected = weight(3) / (4 + weight(3))
    assert abs(times["001"] / 20_000 - expected) < 0.01
    assert 0 < times["001"] < min(times[each] for each in PEOPLE if each != "001") / 3


def test_the_same_chance_draws_the_same_one_whatever_the_order() -> None:
    for chance in (0.0, 0.19, 0.2, 0.5, 0.999999, 1.0 - 2**-53):
        assert pick(PEOPLE, {"002": 1}, chance) == pick(PEOPLE[::-1], {"002": 1}, chance)
    assert (pick(PEOPLE, {}, 0.0), pick(PEOPLE, {}, 1.0 - 2**-53)) == ("000", "004")
    assert pick(["7"], {"7": 9}, 0.5) == "7"
