"""The cases of the demo's past, day by day, the same for the same seed, city and moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.cases.decisions import CaseDecision
from dashboard.domain.cases.dispatch_rules import DispatchRule, KnownUnits, Outcome, RuleBook, filing_of, unit_of
from dashboard.domain.cases.limits import LimitType
from dashboard.domain.cases.records import Case, CaseEntry, Flag, Origin, Times, Units
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.cases.timing import Rules
from dashboard.domain.durations import DAY_US, MINUTE_US, SECOND_US
from dashboard.domain.people.answering import AreaNode, areas_up
from dashboard.domain.people.posts import Post
from dashboard.domain.roster.duty import moment_us
from dashboard.domain.text import Text
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.case_fates import NOT_LATE, TODAY, Fate, draw_fate, quality_of
from data_sources.demo_city.case_lives import TOOK_MS, Crew, Life, reported_as
from data_sources.demo_city.case_mix import Topic, count_of, draw_second, draw_source, draw_topic, is_wet, topics
from data_sources.demo_city.case_places import Ground, Spot, make_ground
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.dispatch_rules import area_nodes
from data_sources.demo_city.records import DemoCity

_BY_CLOCK: Final = ("0505", "0517", "0112")
"""What today's stages are shown with: limits that run at night too."""
_LONG_DAYS: Final = 3.0
URGENT: Final = frozenset({"B0102", "B0103", "0406"})
_REPORTERS: Final = {
    Source.AI: "system",
    Source.IOT: "system",
    Source.HOTLINE: "operator",
    Source.VIDEO_SEAT: "operator",
    Source.LEADER: "manager",
    Source.DRONE: "operator",
    Source.DEPARTMENT: "operator",
    Source.QR: "public",
    Source.SNAPSHOT: "public",
    Source.GROUP_CLUE: "public",
}


class PastCase(NamedTuple):
    """A case as it stands at the end of the past, with its timeline; nothing of it is stored yet."""

    case: Case
    entries: tuple[CaseEntry, ...]
    decision: CaseDecision | None = None


@dataclass(frozen=True, kw_only=True)
class CasePast:
    """What the past is made from; it ends at `until_us`. The rules of dispatch are those in force."""

    seed: int
    ground: Ground
    rules: Rules
    zone: tzinfo
    until_us: int
    leaders: dict[str, str]
    handlers: dict[str, list[str]]
    areas: Mapping[str, AreaNode]
    book: RuleBook
    known: KnownUnits

    @staticmethod
    def of(
        city: DemoCity,
        bureau: DemoBureau,
        rules: Rules,
        zone: tzinfo,
        until_us: int,
        dispatch_rules: Sequence[DispatchRule],
    ) -> CasePast:
        """The past of a city whose catalogue and calendar are these."""
        kinds = sorted({topic.kind for topic in topics() if topic.kind is not None})
        handlers: dict[str, list[str]] = {}
        for each in bureau.people:
            if each.post is Post.HANDLER and each.department is not None:
                handlers.setdefault(each.department, []).append(each.number)
        leaders = {each.squad: each.number for each in bureau.people if each.squad and each.post is Post.SQUAD_LEADER}
        return CasePast(
            seed=city.seed,
            ground=make_ground(city, bureau, kinds),
            rules=rules,
            zone=zone,
            until_us=until_us,
            leaders=leaders,
            handlers=handlers,
            areas=area_nodes(city),
            book=RuleBook(dispatch_rules),
            known=KnownUnits(
                {each.code for each in bureau.squads}, {each.code for each in bureau.departments}, frozenset()
            ),
        )

    def of_day(self, day: date) -> Iterator[PastCase]:
        """Yield what was reported on a day, in the order of time, as far as the day has come."""
        dice = Dice.of(self.seed, "cases", day.toordinal())
        wet = is_wet(self.seed, day)
        start_us = moment_us(day, 0, self.zone)
        drawn = [draw_topic(dice, wet=wet) for _ in range(count_of(self.seed, day, wet=wet))]
        told = sorted((start_us + draw_second(dice, each) * SECOND_US, place) for place, each in enumerate(drawn))
        for at_us, place in told:
            if at_us <= self.until_us:
                yield self._case(dice, drawn[place], at_us, None)

    def standing(self) -> Iterator[PastCase]:
        """Yield one case in each state, reported in the last hours and late by now, and some that are not late yet."""
        dice = Dice.of(self.seed, "standing cases", self.until_us // DAY_US)
        by_clock = [topic for topic in topics() if topic.code in _BY_CLOCK]
        for number, fate in enumerate(TODAY):
            ago_us = dice.randrange(150, 330) * MINUTE_US
            yield self._case(dice, by_clock[number % len(by_clock)], self.until_us - ago_us, fate)
        for ago_min, fate in NOT_LATE:
            yield self._case(dice, by_clock[0], self.until_us - ago_min * MINUTE_US, fate)

    def _case(self, dice: Dice, topic: Topic, at_us: int, fate: Fate | None) -> PastCase:
        kind = topic.kind if topic.kind in self.ground.sensors else None
        source = draw_source(dice, topic)
        spot = self.ground.draw(dice, kind if source is Source.IOT else None)
        if source is Source.IOT and kind is None:
            source = Source.COLLECTOR
        crew = self._by_rule(self._crew(dice, topic, spot), topic, spot, source, at_us)
        quality = quality_of(topic.unit or spot.squad)
        drawn = draw_fate(dice, source, quality, is_long=self._is_long(topic)) if fate is None else fate
        case = reported_as(self._reported(dice, topic, source, spot, at_us), drawn)
        life = Life(case, self.rules, dice, self.until_us)
        life.live(drawn, crew)
        return PastCase(life.case, tuple(life.entries), _decision(life.case, crew))

    def _by_rule(self, crew: Crew, topic: Topic, spot: Spot, source: Source, at_us: int) -> Crew:
        """The crew with the rule that dispatches the case, if exactly one fits and sends it to whom it is for."""
        place = spot.place
        path = areas_up([code for code in (place.line, place.area) if code is not None], self.areas)
        categories = [each.code for each in self.rules.catalogue.path(topic.code)]
        filing = filing_of(categories, self.areas, path, source, at_us, self.zone)
        verdict = self.book.verdict(filing, self.known)
        if verdict.outcome is not Outcome.AUTO or unit_of(verdict.units) != unit_of(crew.unit):
            return crew
        return replace(crew, unit=verdict.units, rule=verdict.fitting[0])

    def _is_long(self, topic: Topic) -> bool:
        chosen = self.rules.catalogue.standard_for(topic.code, topic.condition)
        if chosen is None:
            return False
        limit = chosen.standard.limit
        return limit.type in (LimitType.WORK_DAY, LimitType.NATURAL_DAY) and limit.amount >= _LONG_DAYS

    def _crew(self, dice: Dice, topic: Topic, spot: Spot) -> Crew:
        checker = dice.choice(spot.officers)
        squad = Units(squad=spot.squad)
        if topic.unit is None:
            other = "JJ" if topic.code.startswith("05") else "HW01"
            return Crew(
                unit=squad,
                other=Units(department=other),
                handler=dice.choice(spot.officers),
                other_handler=self.handlers[other][0],
                leader=self.leaders[spot.squad],
                checker=checker,
            )
        hands = self.handlers.get(topic.unit) or [self.leaders[spot.squad]]
        return Crew(
            unit=Units(department=topic.unit),
            other=squad,
            handler=dice.choice(hands),
            other_handler=dice.choice(spot.officers),
            leader=self.leaders[spot.squad],
            checker=checker,
        )

    def _reported(self, dice: Dice, topic: Topic, source: Source, spot: Spot, at_us: int) -> Case:
        category = self.rules.catalogue.category(topic.code)
        assert category is not None, "the demo's catalogue has what its cases are about"
        reporter = _REPORTERS.get(source) or dice.choice(spot.officers)
        return Case(
            revision=1,
            state=CaseState.REPORTED,
            category=category.code,
            category_name=category.name,
            condition=topic.condition,
            description=dice.choice(topic.words),
            place=spot.place,
            origin=Origin(source, reporter, spot.asset_id),
            flags=frozenset({Flag.URGENT}) if topic.code in URGENT else frozenset(),
            times=Times(at_us),
        )


def _decision(case: Case, crew: Crew) -> CaseDecision | None:
    """What the rules decided at the filing; the key of the case is not known yet."""
    rule, at_us = crew.rule, case.times.dispatched_us
    if rule is None or at_us is None:
        return None
    why = Text(f"按规则“{rule.name}”", f"by the rule {rule.name!r}")
    data = {"why": why._asdict(), "fitting": [[rule.rule_key, rule.version, rule.name]]}
    took_us = int(TOOK_MS * 1e3)
    return CaseDecision(0, at_us, Outcome.AUTO, rule.rule_key, rule.version, unit_of(crew.unit), took_us, data)
