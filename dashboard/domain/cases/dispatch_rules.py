"""Rules by which a case is dispatched by itself: exactly one that fits sends it, else a person decides.

No rule goes before another: two that fit at once are a mistake for people to see, not for the system to settle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.hours import in_window, window_problems
from dashboard.domain.people.answering import AreaNode, squad_in_charge
from dashboard.domain.readings import from_us
from dashboard.domain.squads.merging import heir_units
from dashboard.domain.text import Text

RULE_NAME_LENGTH: Final = 80
OWNER_LENGTH: Final = 80
OWNER_FIELDS: Final = ("owner", "ownership", "权属单位", "权属", "DeptName2")
"""Attributes of an asset that say who owns it, the first that there is; the last is the name in GB/T 30428.2 tables."""


@dataclass(frozen=True, kw_only=True)
class DispatchRule:
    """One version of a rule. What is empty does not matter to it.

    `categories` and `areas` are codes; what lies below them counts. `weekdays` are 1 (Monday) to 7. The window is in
    minutes of the city's day, `until_min` excluded, and goes over midnight when it ends before it begins.
    `to_responsible` sends to the squad that answers for the place; otherwise `units` says whom.
    """

    rule_key: int = 0
    version: int = 0
    name: str
    is_on: bool = False
    categories: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    owner: str = ""
    sources: frozenset[Source] = frozenset()
    weekdays: frozenset[int] = frozenset()
    from_min: int | None = None
    until_min: int | None = None
    to_responsible: bool = False
    units: Units = field(default_factory=Units)

    def as_json(self) -> dict[str, Any]:
        """For storing: what it says, without its key, version, name and whether it is on."""
        return {
            "categories": sorted(self.categories),
            "areas": sorted(self.areas),
            "owner": self.owner,
            "sources": sorted(each.value for each in self.sources),
            "weekdays": sorted(self.weekdays),
            "from_min": self.from_min,
            "until_min": self.until_min,
            "to_responsible": self.to_responsible,
            "units": {name: code for name, code in self.units._asdict().items() if code is not None},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any], **head: Any) -> DispatchRule:
        """Return what `as_json` told, with what stands beside it."""
        return cls(
            **head,
            categories=frozenset(told["categories"]),
            areas=frozenset(told["areas"]),
            owner=told["owner"],
            sources=frozenset(Source(each) for each in told["sources"]),
            weekdays=frozenset(told["weekdays"]),
            from_min=told["from_min"],
            until_min=told["until_min"],
            to_responsible=told["to_responsible"],
            units=Units(**told["units"]),
        )


class RuleVersion(NamedTuple):
    """A rule as it was from a moment on, and who made it so."""

    rule: DispatchRule
    author: str
    at_us: int


class Filing(NamedTuple):
    """What rules look at when a case is filed: codes of the category and those above it, of all areas around it."""

    categories: frozenset[str]
    areas: frozenset[str]
    owner: str
    source: Source
    weekday: int
    minute: int
    squad: str | None = None
    """The squad that answers for the place."""


class Outcome(StrEnum):
    """What came of the rules. The values are stored: they never change."""

    AUTO = "auto"
    NONE = "none"
    SEVERAL = "several"
    NO_UNIT = "no_unit"


OUTCOME_LABELS: Final[Mapping[Outcome, Text]] = {
    Outcome.AUTO: Text("自动派遣", "dispatched by rule"),
    Outcome.NONE: Text("没有规则适用", "no rule fits"),
    Outcome.SEVERAL: Text("多条规则同时适用", "several rules fit"),
    Outcome.NO_UNIT: Text("规则指向的单位不可用", "the unit of the rule is not there"),
}


class PassedOver(NamedTuple):
    """A rule that fits and could not be followed, and why."""

    rule: DispatchRule
    why: Text


class Verdict(NamedTuple):
    """What the rules say of a case: the one rule and whom it goes to, or why nobody."""

    outcome: Outcome
    fitting: tuple[DispatchRule, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    units: Units = Units()

    @property
    def why(self) -> Text:
        """The reason as people read it."""
        match self.outcome:
            case Outcome.AUTO:
                return _named("按规则", "by the rule", self.fitting)
            case Outcome.SEVERAL:
                return _named("多条规则同时适用，请人工派遣：", "several rules fit, dispatch by hand:", self.fitting)
            case Outcome.NO_UNIT:
                told = [each.why for each in self.passed_over]
                zh, en = "；".join(each.zh for each in told), "; ".join(each.en for each in told)
                return Text(f"请人工派遣：{zh}", f"dispatch by hand: {en}")
            case Outcome.NONE:
                return Text("没有规则适用，请人工派遣", "no rule fits, dispatch by hand")


class KnownUnits(NamedTuple):
    """To whom a case can be given now: squads in which somebody works, departments, persons who did not leave.

    `taken_over` has the squad that took over by the code of the one that was merged: a rule that names that one sends
    to its heir.
    """

    squads: Collection[str]
    departments: Collection[str]
    people: Collection[str]
    taken_over: Mapping[str, str] = {}


class RuleBook:
    """Rules in force, found quickly by the category."""

    def __init__(self, rules: Iterable[DispatchRule]) -> None:
        self._by_category: defaultdict[str, list[DispatchRule]] = defaultdict(list)
        self._any: list[DispatchRule] = []
        for rule in rules:
            if not rule.is_on:
                continue
            for code in rule.categories:
                self._by_category[code].append(rule)
            if not rule.categories:
                self._any.append(rule)

    def fitting(self, filing: Filing) -> tuple[DispatchRule, ...]:
        """Return the rules that fit, in the order of their keys."""
        asked = [*self._any, *(rule for code in filing.categories for rule in self._by_category.get(code, ()))]
        found = {(rule.rule_key, rule.name): rule for rule in asked if _fits(rule, filing)}
        return tuple(found[key] for key in sorted(found))

    def verdict(self, filing: Filing, known: KnownUnits) -> Verdict:
        """Return whom it goes to. A rule whose unit is not there any more is no match, and is told."""
        fitting, passed_over = [], []
        for rule in self.fitting(filing):
            problem = unit_problem(_units_of(rule, filing, known), known)
            if problem is None:
                fitting.append(rule)
            else:
                zh, en = f"规则“{rule.name}”：{problem.zh}", f"rule {rule.name!r}: {problem.en}"
                passed_over.append(PassedOver(rule, Text(zh, en)))
        if len(fitting) == 1:
            units = _units_of(fitting[0], filing, known)
            return Verdict(Outcome.AUTO, tuple(fitting), tuple(passed_over), units)
        outcome = Outcome.SEVERAL if fitting else Outcome.NO_UNIT if passed_over else Outcome.NONE
        return Verdict(outcome, tuple(fitting), tuple(passed_over))


def filing_of(
    category_path: Iterable[str],
    areas: Mapping[str, AreaNode],
    path: Sequence[str],
    source: Source,
    at_us: int,
    zone: tzinfo,
    *,
    owner: str = "",
) -> Filing:
    """Return what rules look at; `path` are the areas around the case, the lowest first."""
    local = from_us(at_us).astimezone(zone)
    charge = squad_in_charge(path, areas)
    return Filing(
        frozenset(category_path),
        frozenset(path),
        owner,
        source,
        local.isoweekday(),
        local.hour * 60 + local.minute,
        None if charge is None else charge[1],
    )


def owner_of(attributes: Mapping[str, Any]) -> str:
    """Return who owns an asset, by its attributes; empty when they do not say."""
    return next((str(attributes[name]).strip() for name in OWNER_FIELDS if attributes.get(name)), "")


def unit_problem(units: Units, known: KnownUnits) -> Text | None:
    """Return why a case cannot go there; None when it can."""
    if not (units.squad or units.department or units.assignee):
        return Text("这个地点没有责任中队", "no squad answers for the place")
    for squad in (units.squad, units.second_squad):
        if squad is not None and squad not in known.squads:
            return Text(f"中队 {squad} 已撤并或无在职人员", f"the squad {squad} was merged or has nobody any more")
    if units.department is not None and units.department not in known.departments:
        return Text(f"部门 {units.department} 已撤销", f"the department {units.department} is not there any more")
    if units.assignee is not None and units.assignee not in known.people:
        return Text(f"人员 {units.assignee} 已离职", f"the person {units.assignee} has left")
    return None


def unit_of(units: Units) -> str:
    """Return the code or number that tells to whom a case went."""
    return units.squad or units.department or units.assignee or ""


def rule_problems(rule: DispatchRule) -> Iterator[Text]:
    """Yield what is wrong with a rule that somebody wants to save; units and codes are checked where they are known."""
    if not rule.name.strip():
        yield Text("请给规则起名", "name: give the rule a name")
    if len(rule.name) > RULE_NAME_LENGTH:
        yield Text(f"名称最多 {RULE_NAME_LENGTH} 字", f"name: at most {RULE_NAME_LENGTH} characters")
    if len(rule.owner) > OWNER_LENGTH:
        yield Text(f"权属单位最多 {OWNER_LENGTH} 字", f"owner: at most {OWNER_LENGTH} characters")
    yield from window_problems(rule)
    if rule.to_responsible and (rule.units.squad or rule.units.department or rule.units.assignee):
        yield Text("派给责任中队时不要再选别的单位", "choose either the squad that answers, or a unit")
    if not rule.to_responsible and not unit_of(rule.units):
        yield Text("请选择派给谁", "choose to whom the rule sends")
    if not (rule.categories or rule.areas or rule.owner or rule.sources):
        yield Text("请至少限定分类、区域、权属或来源之一", "limit it by category, area, owner or source")


def _fits(rule: DispatchRule, filing: Filing) -> bool:
    return (
        (not rule.areas or not rule.areas.isdisjoint(filing.areas))
        and (not rule.owner or rule.owner == filing.owner)
        and (not rule.sources or filing.source in rule.sources)
        and in_window(rule, filing.weekday, filing.minute)
    )


def _units_of(rule: DispatchRule, filing: Filing, known: KnownUnits) -> Units:
    units = rule.units._replace(squad=filing.squad) if rule.to_responsible else rule.units
    return heir_units(units, known.taken_over)


def _named(zh: str, en: str, rules: Iterable[DispatchRule]) -> Text:
    names = [rule.name for rule in rules]
    return Text(f"{zh}{'、'.join(f'“{name}”' for name in names)}", f"{en} {', '.join(map(repr, names))}")
