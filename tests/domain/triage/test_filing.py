"""Which categories may file by themselves."""

from __future__ import annotations

import pytest

from dashboard.domain.triage.filing import NEEDED, Filing, filing_problems, unproven
from dashboard.domain.triage.precision import Precision

RULE = Filing(category="0504", least_precision=0.9)


@pytest.mark.parametrize(
    ("right", "reviewed", "why"),
    [
        (0, 0, "fewer than 200"),
        (199, 199, "fewer than 200"),
        (200, 200, None),
        (188, 200, "is below 90 %"),
        (190, 200, None),
        (900, 1_000, "is below 90 %"),
        (930, 1_000, None),
    ],
)
def test_a_category_is_proven_by_enough_verdicts_and_the_lower_bound(
    right: int, reviewed: int, why: str | None
) -> None:
    told = unproven(RULE, Precision(right, reviewed))
    assert told is None if why is None else told is not None and why in told.en


def test_the_number_of_verdicts_is_that_of_the_issue() -> None:
    assert NEEDED == 200


@pytest.mark.parametrize(
    "filing", [Filing(category="0504", least_precision=0.3), Filing(category="0504", most_an_hour=0)]
)
def test_a_rule_that_cannot_be_is_told(filing: Filing) -> None:
    assert list(filing_problems(filing))
