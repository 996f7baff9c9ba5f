"""The demo's past cases: their mix, their lives by the product's own rules, and how they are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dashboard.domain.cases.calendar import merged
from dashboard.domain.cases.clocks import Clock, recompute
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.cases.timing import Frozen, Rules, with_clocks
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.roster.duty import moment_us
from dashboard.settings import Settings
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.case_mix import count_of, is_wet, topics
from data_sources.demo_city.case_past import CasePast, PastCase
from data_sources.demo_city.catalogue import FIRST, demo_catalogue
from data_sources.demo_city.city import generate
from data_sources.demo_city.dispatch_rules import DISPATCH_RULES
from data_sources.demo_city.records import DemoCity
from data_sources.holidays import known_holidays

SEED = 7
ZONE = Settings().timezone
TODAY = date(2026, 11, 26)
NOW_US = moment_us(TODAY, 15 * 60, ZONE)
DAYS = 30
IN_FORCE = [replace(rule, rule_key=key, version=1) for key, rule in enumerate(DISPATCH_RULES, start=1)]


@pytest.fixture(scope="module")
def city() -> DemoCity:
    return generate(SEED, 300)


@pytest.fixture(scope="module")
def past(city: DemoCity) -> CasePast:
    rules = Rules(Catalogue(FIRST._replace(version=1), demo_catalogue()), merged(known_holidays(), (), ZONE))
    return CasePast.of(city, make_bureau(city), rules, ZONE, NOW_US, IN_FORCE)


@pytest.fixture(scope="module")
def told(past: CasePast) -> list[PastCase]:
    days = [TODAY - timedelta(ago) for ago in range(DAYS)]
    return [*(each for day in days for each in past.of_day(day)), *past.standing()]


def test_there_are_about_a_hundred_a_day_fewer_at_weekends_and_more_with_rain() -> None:
    days = [TODAY - timedelta(ago) for ago in range(364)]
    wet = {day: is_wet(SEED, day) for day in days}
    assert 0.2 < sum(wet.values()) / len(days) < 0.45
    counts = {day: count_of(SEED, day, wet=wet[day]) for day in days}
    assert 90 < sum(counts.values()) / len(days) < 110
    sundays = [counts[day] for day in days if day.weekday() == 6]
    mondays = [counts[day] for day in days if day.weekday() == 0]
    assert sum(sundays) < 0.85 * sum(mondays)


def test_events_and_components_come_as_often_as_they_do_in_huzhou(told: list[PastCase]) -> None:
    by_category = Counter(each.case.category for each in told)
    components = sum(count for code, count in by_category.items() if code.startswith("B"))
    assert 0.08 < components / len(told) < 0.16
    assert [code for code, _ in by_category.most_common(4)] == ["0102", "0505", "0507", "0511"]
    assert set(by_category) <= {topic.code for topic in topics()}


def test_every_topic_has_its_standard_in_the_catalogue(past: CasePast) -> None:
    for topic in topics():
        assert past.rules.catalogue.standard_for(topic.code, topic.condition) is not None, topic.code


def test_every_state_and_every_source_is_there(told: list[PastCase]) -> None:
    assert {each.case.state for each in told} == set(CaseState)
    assert {each.case.origin.source for each in told} == set(Source) - {Source.IMPORTED}


def test_squads_differ_in_how_often_they_are_in_time(told: list[PastCase]) -> None:
    def share(squad: str) -> float:
        verdicts = [each.case.on_time for each in told if each.case.units.squad == squad]
        known = [verdict for verdict in verdicts if verdict is not None]
        return sum(known) / len(known)

    assert share("yuelin") > 0.9
    assert share("xicheng") < 0.85


def test_about_half_goes_out_by_a_rule_and_little_of_that_comes_back(told: list[PastCase]) -> None:
    dispatched = [each for each in told if each.case.times.dispatched_us is not None]
    automatic = [each for each in dispatched if each.decision is not None]
    assert 0.42 < len(automatic) / len(dispatched) < 0.56
    right = [each for each in automatic if each.case.counts.units == 1 and each.case.state is not CaseState.TO_DISPATCH]
    assert 0.97 < len(right) / len(automatic) < 1
    for case, entries, decision in automatic:
        first = next(entry for entry in entries if entry.what == "dispatch")
        assert decision is not None
        assert (first.actor, first.data["rule_id"], first.at_us) == (None, decision.rule_key, decision.at_us), case


def test_nothing_lies_in_the_future_and_every_timeline_is_in_order(told: list[PastCase]) -> None:
    for case, entries, _ in told:
        assert entries[0].what == "report"
        assert entries[0].at_us == case.times.reported_us
        assert entries[-1].at_us <= NOW_US
        assert all(before.at_us <= after.at_us for before, after in pairwise(entries)), case
        assert case.revision == len(entries)
        assert entries[-1].data["to"] == case.state.value


def test_every_clock_comes_out_the_same_when_it_is_computed_again(past: CasePast, told: list[PastCase]) -> None:
    for case, _, _ in told:
        frozen = Frozen.from_json(case.clocks.frozen)
        steps = [each.clock for each in (*frozen.steps, *([frozen.step] if frozen.step else []))]
        clocks: list[Clock] = [*steps, *([frozen.whole] if frozen.whole else [])]
        assert all(recompute(each, past.rules.calendar)[1] == () for each in clocks)
        again = with_clocks(case, case, frozen, NOW_US)
        assert (again.clocks.due_us, again.clocks.step_due_us, again.on_time) == (
            case.clocks.due_us,
            case.clocks.step_due_us,
            case.on_time,
        )


def test_today_shows_every_lamp(told: list[PastCase]) -> None:
    running = [each.case.clocks for each in told if not each.case.ended and each.case.clocks.due_us is not None]
    assert any(each.due_us < NOW_US for each in running if each.due_us)
    assert any(each.yellow_us <= NOW_US <= each.due_us for each in running if each.due_us and each.yellow_us)
    assert any(each.yellow_us > NOW_US for each in running if each.yellow_us)
    assert any(each.case.clocks.paused_since_us is not None for each in told)


def test_the_same_seed_has_the_same_past(city: DemoCity, past: CasePast) -> None:
    again = CasePast.of(city, make_bureau(city), past.rules, ZONE, NOW_US, IN_FORCE)
    day = TODAY - timedelta(3)
    assert list(again.of_day(day)) == list(past.of_day(day))
