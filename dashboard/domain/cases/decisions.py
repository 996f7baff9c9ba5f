"""What is kept of a decision of the rules, what came of rules later, and the figures of dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.dispatch_rules import DispatchRule, Filing, KnownUnits, Outcome, RuleBook, Verdict, unit_of
from dashboard.domain.text import Text


class CaseDecision(NamedTuple):
    """What the rules said of a case at its filing. `unit` is whom it went to, empty for the hand queue.

    `data` is JSON-able: the reason, the rules that fit or could not be followed, and the candidates as they stood.
    """

    case_key: int
    at_us: int
    outcome: Outcome
    rule_key: int | None
    rule_version: int | None
    unit: str
    took_us: int
    data: Mapping[str, Any] = {}


class RuleUse(NamedTuple):
    """How often a version of a rule dispatched, and how many of those cases were returned or went to another unit."""

    rule_key: int
    version: int
    dispatches: int
    returned: int
    moved: int


class ReturnedCase(NamedTuple):
    """A case that a rule dispatched and that came back, why, and whom it went to then (empty: nobody yet)."""

    rule_key: int
    version: int
    case_key: int
    number: str
    category_name: str
    returned_us: int
    reason: str
    unit: str
    then: str


class PastCase(NamedTuple):
    """A case of the past as rules look at it. `unit` is who had it last, `first` who had it first."""

    filing: Filing
    unit: str
    first: str
    returned: bool
    case_key: int = 0
    number: str = ""
    category: str = ""


class TryOut(NamedTuple):
    """What a set of rules would have done with past cases.

    `same`, `other` and `hand` are the cases that would have gone to the unit that had them in the end, to another, or
    to the hand queue. Of `returned` cases `elsewhere` would not have gone to the unit that gave them back, and `right`
    would have gone at once to the one that had them in the end. `fits` is how often the tried rule fits, `several`
    how many were in the hand queue because several rules fit.
    """

    cases: int = 0
    same: int = 0
    other: int = 0
    hand: int = 0
    several: int = 0
    returned: int = 0
    elsewhere: int = 0
    right: int = 0
    fits: int = 0

    @property
    def automatic(self) -> int:
        """How many would have gone by themselves."""
        return self.same + self.other


class Rulings:
    """What a set of rules says of filings; of equal ones it is found out once."""

    def __init__(self, rules: Iterable[DispatchRule], known: KnownUnits) -> None:
        self._book, self._known = RuleBook(rules), known
        self._found: dict[Filing, Verdict] = {}

    def verdict(self, filing: Filing) -> Verdict:
        """Return what the rules say of a filing."""
        found = self._found.get(filing)
        if found is None:
            found = self._found[filing] = self._book.verdict(filing, self._known)
        return found


def try_out(rulings: Rulings, past: Iterable[PastCase], tried: DispatchRule | None = None) -> TryOut:
    """Return what the rules would have done with these cases; `tried` is the one that `fits` is counted for."""
    counts = dict.fromkeys(TryOut._fields, 0)
    for case in past:
        verdict = rulings.verdict(case.filing)
        unit = unit_of(verdict.units)
        counts["cases"] += 1
        counts["hand" if not unit else "same" if unit == case.unit else "other"] += 1
        counts["several"] += verdict.outcome is Outcome.SEVERAL
        counts["fits"] += tried in verdict.fitting
        if case.returned:
            counts["returned"] += 1
            counts["elsewhere"] += bool(unit) and unit != case.first
            counts["right"] += bool(unit) and unit == case.unit != case.first
    return TryOut(**counts)


class Rerouting(NamedTuple):
    """Past cases that go from one unit to another when rules are changed; an empty unit is the hand queue.

    Of `cases`, `right` go to the unit that had them in the end. `examples` are the first of them.
    """

    before: str
    after: str
    cases: int
    right: int
    examples: Sequence[PastCase]


def rerouted(before: Rulings, after: Rulings, past: Iterable[PastCase], most_examples: int) -> Sequence[Rerouting]:
    """Return which cases would go elsewhere by the later rules, by way; the way of the most first."""
    ways: dict[tuple[str, str], list[PastCase]] = {}
    for case in past:
        old, new = (unit_of(rulings.verdict(case.filing).units) for rulings in (before, after))
        if old != new:
            ways.setdefault((old, new), []).append(case)
    found = [
        Rerouting(old, new, len(cases), sum(case.unit == new for case in cases), cases[:most_examples])
        for (old, new), cases in ways.items()
    ]
    return sorted(found, key=lambda way: (-way.cases, way.before, way.after))


class DispatchFigures(NamedTuple):
    """Figures of the cases that were filed in a time and dispatched.

    `automatic` of `dispatched` went by rule; of those `right` never had to go to another unit. Medians are seconds from
    the filing to the first dispatch; None without a case.
    """

    dispatched: int = 0
    automatic: int = 0
    right: int = 0
    median_s: float | None = None
    median_auto_s: float | None = None
    median_hand_s: float | None = None

    @property
    def automatic_share(self) -> float | None:
        """自动派遣占比: dispatched by rule ÷ dispatched; None without a case."""
        return self.automatic / self.dispatched if self.dispatched else None

    @property
    def first_accuracy(self) -> float | None:
        """首派准确率: right at the first dispatch ÷ dispatched by rule; None without a case."""
        return self.right / self.automatic if self.automatic else None


FIGURE_LABELS: Final[Mapping[str, Text]] = {
    "automatic_share": Text("自动派遣占比", "Dispatched by rule"),
    "first_accuracy": Text("首派准确率", "Right at the first dispatch"),
    "median_s": Text("派遣用时中位数", "Median time to dispatch"),
}
