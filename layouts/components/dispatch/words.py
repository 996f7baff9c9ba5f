"""A rule of dispatch in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import SOURCE_LABELS
from dashboard.domain.text import Language
from layouts.formatting import WEEKDAYS
from layouts.texts.dispatch import Ruling
from layouts.viewer import Viewer

_SHOWN = 3
"""Names of one kind that are told before the rest is a number."""


class RuleNames(NamedTuple):
    """What codes are called."""

    categories: Mapping[str, str]
    areas: Mapping[str, str]
    units: Mapping[str, str]

    def unit(self, code: str) -> str:
        """Return what a squad, department or person is called."""
        return self.units.get(code, code)


def when_words(viewer: Viewer, rule: DispatchRule, names: RuleNames) -> list[str]:
    """Return what a case must be for the rule to fit, each condition for itself."""
    told = [
        *_several(viewer, [names.categories.get(code, code) for code in sorted(rule.categories)]),
        *_several(viewer, [names.areas.get(code, code) for code in sorted(rule.areas)]),
        *([viewer.say(Ruling.OWNED_BY).format(rule.owner)] if rule.owner else []),
        *_several(viewer, [viewer.say(SOURCE_LABELS[each]) for each in sorted(rule.sources)]),
        *_clock(viewer, rule),
    ]
    return told or [viewer.say(Ruling.EVERY_CASE)]


def to_words(viewer: Viewer, rule: DispatchRule, names: RuleNames) -> str:
    """Return whom the rule sends to."""
    first = viewer.say(Ruling.RESPONSIBLE) if rule.to_responsible else _units(rule.units, names)
    second = rule.units.second_squad
    return f"{first} · {viewer.say(Ruling.AND).format(names.unit(second))}" if second is not None else first


def hour_words(minute: int) -> str:
    """Return a minute of the day as 08:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _units(units: Units, names: RuleNames) -> str:
    return " · ".join(names.unit(code) for code in (units.squad, units.department, units.assignee) if code is not None)


def _several(viewer: Viewer, words: list[str]) -> Iterator[str]:
    if words:
        sign = "、" if viewer.language is Language.CHINESE else ", "
        more = f" +{len(words) - _SHOWN}" if len(words) > _SHOWN else ""
        yield sign.join(words[:_SHOWN]) + more


def _clock(viewer: Viewer, rule: DispatchRule) -> Iterator[str]:
    if rule.weekdays:
        yield _days(viewer, sorted(rule.weekdays))
    if rule.from_min is not None and rule.until_min is not None:
        yield f"{hour_words(rule.from_min)}–{hour_words(rule.until_min)}"


def _days(viewer: Viewer, days: list[int]) -> str:
    """Days that follow each other are told by the first and the last."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{viewer.say(WEEKDAYS[days[0] - 1])}–{viewer.say(WEEKDAYS[days[-1] - 1])}"
    return _joined(viewer.say(WEEKDAYS[day - 1]) for day in days)


def _joined(words: Iterable[str]) -> str:
    return " ".join(words)
