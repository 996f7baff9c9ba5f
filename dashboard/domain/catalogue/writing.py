"""The catalogue as a table that can be brought in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.domain.cases.limits import Limit, LimitType
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.catalogue.rows import STEP_WORDS
from dashboard.domain.catalogue.tree import Catalogue

HEADING: Final = (
    "code",
    "name",
    "parent",
    "kind",
    "condition",
    "area_class",
    "limit",
    "limit_type",
    "filing",
    "close_condition",
    "evidence",
)
_BESIDE: Final = ("",) * 7


def sheet_of(catalogue: Catalogue) -> Iterator[Sequence[str]]:
    """Return the rows below HEADING: each category before those below it, one row a standard, then the steps.

    Brought in again they say the same.
    """
    for category in catalogue.in_order:
        told = (category.code, category.name, category.parent or "", category.kind.value)
        standards = catalogue.standards(category.code)
        yield from ((*told, *_standard(each)) for each in standards)
        if not standards:
            yield (*told, *_BESIDE)
    for step, limit in catalogue.contents.steps.items():
        yield (step.value, "", "", STEP_WORDS[0], "", "", *_limit(limit), "", "", "")


def _standard(standard: Standard) -> Sequence[str]:
    area_class = standard.area_class.value if standard.area_class else ""
    said = (standard.filing, standard.closing, standard.evidence)
    return (standard.condition, area_class, *_limit(standard.limit), *said)


def _limit(limit: Limit) -> Sequence[str]:
    """Five minutes are no short number of hours, so they are told as minutes."""
    said = _number(limit.amount)
    if float(said) != limit.amount and limit.type is LimitType.URGENT_HOUR:
        return _number(limit.amount * 60), "min"
    return said, limit.type.value


def _number(amount: float) -> str:
    return f"{amount:.6f}".rstrip("0").rstrip(".")
