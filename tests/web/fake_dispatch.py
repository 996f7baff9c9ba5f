"""Rules of dispatch as the pages' service tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.domain.cases.candidates import Candidate, CandidateKind
from dashboard.domain.cases.decisions import DispatchFigures, PastCase, Rerouting, ReturnedCase, RuleUse, TryOut
from dashboard.domain.cases.dispatch_readouts import RuleChoices, RuleLine, Tried
from dashboard.domain.cases.dispatch_rules import DispatchRule, Filing, RuleVersion
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.catalogue.records import USUAL_STEP_LIMITS, Category, CategoryKind
from dashboard.domain.catalogue.tree import Catalogue, Contents, Version
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Department, Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.services.access import require
from tests.readout_builders import HOUR_US, NOW_US

RULE = DispatchRule(
    rule_key=4,
    version=2,
    name="街面秩序归一中队",
    is_on=True,
    categories=frozenset({"05"}),
    areas=frozenset({"B1"}),
    sources=frozenset({Source.AI}),
    weekdays=frozenset({1, 2, 3, 4, 5}),
    from_min=480,
    until_min=1080,
    units=Units(squad="S1", second_squad="S2"),
)
FILING = Filing(frozenset({"0504"}), frozenset({"B1"}), "", Source.QR, 1, 600)
OFF = DispatchRule(rule_key=5, version=1, name="井盖归权属", owner="水务集团", units=Units(department="D1"))
CATALOGUE = Catalogue(
    Version(1, "试验", date(2020, 1, 1)),
    Contents(
        (
            Category("05", "街面秩序", CategoryKind.EVENT),
            Category("0504", "店外经营", CategoryKind.EVENT, "05"),
        ),
        (),
        USUAL_STEP_LIMITS,
    ),
)
CHOICES = RuleChoices(
    CATALOGUE,
    {"B1": AreaNode("东区", "block"), "U1": AreaNode("单元", "unit_grid", "B1")},
    [Squad(code="S1", name="一中队"), Squad(code="S2", name="机动中队")],
    [Department(code="D1", name="市政养护")],
    [Person(number="2", name=PersonName("李小红"), post=Post.OFFICER, squad="S1")],
)
CANDIDATES = (
    Candidate(
        CandidateKind.SQUAD, "S1", "一中队", 71.0, (Text("负责网格 县前-02", "answers for the grid 县前-02"),), "S1"
    ),
    Candidate(CandidateKind.PERSON, "2", "李**", 60.5, (Text("当前在岗", "on duty now"),), "S1"),
    Candidate(CandidateKind.SQUAD, "S2", "机动中队", 40.0, (), "S2", helps=True),
    Candidate(CandidateKind.DEPARTMENT, "D1", "市政养护", 30.0, (Text("手上 2 件", "2 in hand"),)),
)


@dataclass
class FakeDispatchRuling:
    """Two rules; `saved` are those that were saved, `tried` those that were tried, `asked` the days of figures."""

    saved: list[DispatchRule] = field(default_factory=list)
    tried: list[DispatchRule] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def lines(self, actor: Actor) -> Sequence[RuleLine]:
        require(actor, Permission.DISPATCH_CASES)
        gone = Text("部门 D1 已撤销", "the department D1 is not there any more")
        return [
            RuleLine(RULE, "chief", NOW_US - HOUR_US, RuleUse(4, 2, 40, 2, 1), None),
            RuleLine(OFF, "chief", NOW_US - HOUR_US, RuleUse(0, 0, 0, 0, 0), gone),
        ]

    def versions(self, rule_key: int, _actor: Actor) -> Sequence[RuleVersion]:
        rule = RULE if rule_key == RULE.rule_key else OFF
        return [RuleVersion(replace(rule, version=number), "chief", NOW_US) for number in range(rule.version, 0, -1)]

    def choices(self, _actor: Actor) -> RuleChoices:
        return CHOICES

    def save(self, rule: DispatchRule, actor: Actor) -> DispatchRule:
        require(actor, Permission.EDIT_DISPATCH_RULES)
        self.saved.append(rule)
        return replace(rule, rule_key=rule.rule_key or 6, version=rule.version + 1)

    def switch(self, rule_key: int, version: int, actor: Actor) -> DispatchRule:
        rule = RULE if rule_key == RULE.rule_key else OFF
        return self.save(replace(rule, version=version, is_on=not rule.is_on), actor)

    def try_on_past(self, draft: DispatchRule, _actor: Actor) -> Tried:
        self.tried.append(draft)
        moved = PastCase(FILING, "S2", "S1", returned=True, case_key=7, number="20261127-0798", category="0504")
        return Tried(
            TryOut(9_000, 4_000, 100, 4_900, 3, 80, 10, 5),
            TryOut(9_000, 4_600, 90, 4_310, 1, 80, 50, 30, 700),
            [Rerouting("S1", "S2", 30, 28, [moved]), Rerouting("", "D1", 560, 0, [])],
        )

    def returned(self, _actor: Actor) -> Sequence[ReturnedCase]:
        return [ReturnedCase(4, 2, 7, "20261127-0798", "店外经营", NOW_US, "不属我队线条", "S1", "S2")]

    def figures_of_days(self, _actor: Actor, days: int) -> DispatchFigures:
        self.asked.append(days)
        return DispatchFigures(172_115, 84_061, 83_792, 0.4, 0.0, 412.0)


@dataclass
class FakeDispatching:
    """The same candidates for every case."""

    def candidates(self, _case_key: int, actor: Actor) -> tuple[Candidate, ...]:
        require(actor, Permission.DISPATCH_CASES)
        return CANDIDATES
