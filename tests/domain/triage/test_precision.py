"""How far a camera can be trusted, against published values and against the equation that the interval solves."""

from __future__ import annotations

import pytest

from dashboard.domain.triage.precision import Z_95, Precision, wilson
from dashboard.domain.triage.second_look import agrees, is_picked, settled
from dashboard.domain.triage.states import Verdict

PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
"""Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3: the score interval without correction."""


@pytest.mark.parametrize(("right", "reviewed", "low", "high"), PUBLISHED)
def test_the_interval_is_that_of_the_published_examples(right: int, reviewed: int, low: float, high: float) -> None:
    assert wilson(right, reviewed) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("reviewed", [1, 2, 7, 150, 200, 5000])
def test_the_bounds_are_the_shares_that_lie_z_away_from_what_was_seen(reviewed: int) -> None:
    """An independent way: the bounds solve |share − p| = z √(p (1 − p) / n), found by halving."""
    for right in {0, 1, reviewed // 2, reviewed - 1, reviewed}:
        share = right / reviewed
        low, high = wilson(right, reviewed)
        assert low == pytest.approx(_bound(share, reviewed, 0.0) if right else 0.0, abs=1e-9)
        assert high == pytest.approx(_bound(share, reviewed, 1.0) if right < reviewed else 1.0, abs=1e-9)


def test_the_trust_of_the_mock_up_is_told_with_its_denominator() -> None:
    trust = Precision(128, 150)
    assert trust.share == pytest.approx(0.8533, abs=1e-4)
    assert [round(100 * bound) for bound in trust.interval] == [79, 90]
    assert trust.lower == trust.interval[0]


def test_of_nothing_nothing_is_known() -> None:
    assert (Precision(0, 0).share, Precision(0, 0).interval) == (None, (0.0, 1.0))
    with pytest.raises(ValueError, match="between"):
        wilson(3, 2)


def test_two_of_a_hundred_verdicts_are_picked_always_the_same_by_a_seed() -> None:
    picked = [key for key in range(50_000) if is_picked("site", key, key)]
    assert picked == [key for key in range(50_000) if is_picked("site", key, key)]
    assert 900 < len(picked) < 1100
    assert picked != [key for key in range(50_000) if is_picked("elsewhere", key, key)]
    assert not any(is_picked("site", key, key, percent=0) for key in range(1000))
    assert all(is_picked("site", key, key, percent=100) for key in range(1000))


@pytest.mark.parametrize(
    ("first", "second", "same", "counts"),
    [
        (True, Verdict.ACCEPT, True, True),
        (True, Verdict.CONVERT, True, True),
        (True, Verdict.REJECT, False, False),
        (False, Verdict.REJECT, True, False),
        (False, Verdict.ACCEPT, False, False),
        (None, Verdict.ACCEPT, True, True),
        (None, Verdict.REJECT, False, False),
    ],
)
def test_after_a_second_look_only_what_both_saw_counts_as_right(
    first: bool | None, second: Verdict, same: bool, counts: bool
) -> None:
    assert (agrees(first, second), settled(first, second)) == (same, counts)


def _bound(share: float, reviewed: int, outer: float) -> float:
    """The bound between the share and 0 or 1, where the distance in standard errors comes to z."""
    inner = share
    for _ in range(200):
        middle = (inner + outer) / 2
        is_far = (share - middle) ** 2 > Z_95**2 * middle * (1 - middle) / reviewed
        inner, outer = (inner, middle) if is_far else (middle, outer)
    return (inner + outer) / 2
