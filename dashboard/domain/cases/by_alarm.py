"""By which rules an alarm becomes a case by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.cases.records import Flag
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import BadInput

MOST_AN_HOUR: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseByAlarm:
    """Alarms of `rule` (the key of an alarm rule) that are at least so severe become cases of `category`.

    `files` says that the case is registered and filed by itself too. Only alarms raised after `since_us`, when it was
    switched on, are meant. It makes no more than `most_an_hour` cases an hour: what is above waits for people, or for
    the next hour.
    """

    rule: str
    severity: Severity
    category: str
    condition: str = ""
    is_urgent: bool = True
    files: bool = True
    is_enabled: bool = False
    since_us: int = 0
    most_an_hour: int = 60
    updated_us: int = 0
    updated_by: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.most_an_hour <= MOST_AN_HOUR:
            raise BadInput(
                Text(f"每小时上限须为 1 到 {MOST_AN_HOUR}", f"the most an hour is a number from 1 to {MOST_AN_HOUR}")
            )

    @property
    def severities(self) -> frozenset[str]:
        """The severities that are meant."""
        return frozenset(each.value for each in Severity if each.rank >= self.severity.rank)

    @property
    def flags(self) -> frozenset[Flag]:
        """What its cases are flagged with."""
        return frozenset({Flag.URGENT}) if self.is_urgent else frozenset()


class CaseByAlarmLine(NamedTuple):
    """A rule, what it is of, and what keeps it from working (None when nothing does)."""

    rule: CaseByAlarm
    label: Text
    category_name: str
    problem: Text | None
