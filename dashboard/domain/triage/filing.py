"""By which rules a find of a camera becomes a case by itself: only where people proved that cameras are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.text import Text
from dashboard.domain.triage.precision import Precision

NEEDED: Final = 200
"""So many verdicts of people must count before a category may file by itself."""
USUAL_PRECISION: Final = 0.95
PRECISIONS: Final = (0.5, 0.9999)
MOST_AN_HOUR: Final = 1_000
FILED: Final = "filed_by_rule"
"""What the timeline of a case calls it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """Finds of `category` are registered and filed as cases by themselves, with `condition` where it has several.

    Only while the lower bound of what was right among those that people judged is at least `least_precision`, and only
    what was first seen after `since_us`, when it was switched on; no more than `most_an_hour` cases an hour: what is
    above waits for people. `ended_us` is when it switched itself off, `ended_with` the figures then.
    """

    category: str
    is_on: bool = False
    least_precision: float = USUAL_PRECISION
    condition: str = ""
    most_an_hour: int = 60
    since_us: int = 0
    version: int = 0
    ended_us: int | None = None
    ended_with: Precision | None = None
    updated_us: int = 0
    updated_by: str = ""


class FilingLine(NamedTuple):
    """A category that may be asked about: its rule, its name, how far it can be trusted, what it filed in a day."""

    filing: Filing
    name: str
    precision: Precision
    filed: int
    problem: Text | None

    @property
    def is_known(self) -> bool:
        """Whether somebody made a rule of it."""
        return self.filing.version > 0


def filing_problems(filing: Filing) -> Iterator[Text]:
    """Yield what is wrong with a rule that somebody wants to save."""
    low, high = PRECISIONS
    if not low <= filing.least_precision <= high:
        yield Text("门槛须在 50% 到 99.99% 之间", "the least precision is from 50 % to 99.99 %")
    if not 1 <= filing.most_an_hour <= MOST_AN_HOUR:
        yield Text(f"每小时上限须为 1 到 {MOST_AN_HOUR}", f"the most an hour is a number from 1 to {MOST_AN_HOUR}")


def unproven(filing: Filing, precision: Precision) -> Text | None:
    """Return why a category may not file by itself, or None when it is proven."""
    if precision.reviewed < NEEDED:
        return Text(
            f"人工判定 {precision.reviewed} 件，不足 {NEEDED} 件",
            f"people judged {precision.reviewed}, fewer than {NEEDED}",
        )
    if precision.lower < filing.least_precision:
        low, least = 100 * precision.lower, 100 * filing.least_precision
        return Text(f"查准率下限 {low:.1f}% 低于门槛 {least:g}%", f"the lower bound {low:.1f} % is below {least:g} %")
    return None
