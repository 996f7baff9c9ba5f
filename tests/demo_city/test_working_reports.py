"""What the simulated people report: the published mix, hour by hour, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice

import pytest
from PIL import Image

from dashboard.domain.cases.states import Source
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.readings import to_us
from dashboard.errors import Unavailable
from data_sources.demo_city.bureau import make_bureau
from data_sources.demo_city.case_mix import count_of, is_wet, topics
from data_sources.demo_city.case_places import Ground, make_ground
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.working.api import Answer
from data_sources.demo_city.working.planning import Planned, ReportPlan
from data_sources.demo_city.working.reporting import MOST_AT_ONCE, MOST_OPEN, Reporters
from tests.demo_city.working_rig import ZONE, FakeApi, Sent, acting

MONDAY = date(2026, 11, 30)
MORNING_US = to_us(datetime(2026, 11, 29, 16, 0, tzinfo=UTC))
"""Midnight of that Monday in the city."""
STORM, CALM, MARKET = Scenario.STORM, Scenario.CALM, Scenario.MARKET
NewPlan = Callable[..., ReportPlan]


@pytest.fixture(scope="session")
def ground(city: DemoCity) -> Ground:
    """Where cases lie in the standard city."""
    return make_ground(city, make_bureau(city), sorted({each.kind for each in topics() if each.kind is not None}))


@pytest.fixture
def new_plan(ground: Ground) -> NewPlan:
    """Makes plans of runs that begin at midnight."""

    def make(scenario: Scenario = CALM, speed: float = 1.0, seed: int = 7, begun_us: int = MORNING_US) -> ReportPlan:
        return ReportPlan(seed, ground, ZONE, scenario, speed, begun_us)

    return make


def of_day(plan: ReportPlan, speed: float = 1.0) -> list[Planned]:
    """What is planned for the first day, looked at every ten minutes of the city."""
    steps = range(0, DAY_US, 10 * MINUTE_US)
    return [each for at_us in steps for each in plan.due(plan.begun_us + int(at_us / speed))]


def test_a_day_has_as_many_reports_as_the_mix_says_and_few_at_night(new_plan: NewPlan) -> None:
    planned = of_day(new_plan())
    hours = Counter((each.at_us - MORNING_US) // HOUR_US for each in planned)
    expected = count_of(7, MONDAY, wet=is_wet(7, MONDAY))
    assert expected - 4 <= len(planned) <= expected
    assert sum(hours[hour] for hour in range(5)) < 0.08 * len(planned) < sum(hours[hour] for hour in range(7, 10))
    assert [each.at_us for each in planned] == sorted(each.at_us for each in planned)


def test_a_faster_city_has_the_same_day_in_less_time(new_plan: NewPlan) -> None:
    slow, fast = of_day(new_plan()), of_day(new_plan(speed=10.0), speed=10.0)
    assert [each.number for each in fast] == [each.number for each in slow]


def test_another_run_reports_something_else(new_plan: NewPlan) -> None:
    one, other = of_day(new_plan()), of_day(new_plan(begun_us=MORNING_US + 1))
    assert [each.spot for each in one] != [each.spot for each in other]


def test_rain_floods_and_a_market_crowds_the_streets(new_plan: NewPlan) -> None:
    calm, storm, market = (
        [each for seed in range(20) for each in of_day(new_plan(scenario, seed=seed))]
        for scenario in (CALM, STORM, MARKET)
    )

    def share(planned: list[Planned], *codes: str) -> float:
        return sum(each.topic.code.startswith(codes) for each in planned) / len(planned)

    assert share(storm, "0406", "0404") > 2 * share(calm, "0406", "0404")
    assert share(storm, "0511") < 0.5 * share(calm, "0511")
    assert len(market) > 1.15 * len(calm)
    assert share(market, "05") > share(calm, "05") + 0.05


def test_a_machine_that_slept_does_not_report_the_whole_night_at_once(new_plan: NewPlan) -> None:
    plan = new_plan()
    assert len(list(plan.due(MORNING_US + 12 * HOUR_US))) < 18


def test_reports_are_of_those_who_are_there(new_plan: NewPlan) -> None:
    api = FakeApi()
    reporters = reporting(api, new_plan(begun_us=MORNING_US + 8 * HOUR_US))
    run(reporters, 8)
    by = {sent.account for sent in api.sent if sent.body["source"] in ("collector", "handheld")}
    others = {sent.account for sent in api.sent if sent.body["source"] not in ("collector", "handheld")}
    assert (by, others) == ({"li"}, {"seat"})
    assert not [sent for sent in api.sent if sent.body["source"] in ("iot", "ai")]  # nothing alarms, no camera saw


def reporting(api: FakeApi, plan: ReportPlan) -> Reporters:
    people = acting(api)
    return Reporters(people.api, people.crew, people.evidence, plan)


def run(reporters: Reporters, hours: int, open_cases: int = 0) -> int:
    """Lets so many hours pass, five minutes at a step."""
    begun_us = reporters.plan.begun_us
    steps = range(begun_us, begun_us + hours * HOUR_US, 5 * MINUTE_US)
    return sum(reporters.step(at_us, open_cases) for at_us in steps)


def test_what_sensors_and_cameras_tell_is_tied_to_what_they_saw(new_plan: NewPlan) -> None:
    api = FakeApi()
    api.more["/alarms"] = [{"id": 5, "kind": kind} for kind in ("bin", "road_water", "drainage", "manhole")]
    api.more["/camera-events"] = [{"id": 9, "category": each.code, "asset_id": "CAM-1"} for each in topics()]
    run(reporting(api, new_plan(begun_us=MORNING_US + 8 * HOUR_US)), 8)
    by_source = {source: [sent.body for sent in api.sent if sent.body["source"] == source] for source in ("iot", "ai")}
    assert {body["alarm_id"] for body in by_source["iot"]} == {5}
    assert {body["camera_event_id"] for body in by_source["ai"]} == {9}
    assert not any("lon" in body for bodies in by_source.values() for body in bodies)


def test_a_collector_shows_what_there_is_and_a_handler_on_the_spot_what_is_done(new_plan: NewPlan) -> None:
    api = FakeApi()
    run(reporting(api, new_plan(begun_us=MORNING_US + 8 * HOUR_US)), 9)
    shown = [(sent.body["is_done"], sent.body["photos"][0]["role"]) for sent in api.sent if "photos" in sent.body]
    assert set(shown) <= {(False, "before"), (True, "after")}
    assert (False, "before") in shown
    with Image.open(BytesIO(api.pictures[0][1])) as image:
        assert image.format == "JPEG"


def test_a_report_that_nobody_answered_is_sent_again_word_for_word(new_plan: NewPlan) -> None:
    api = FakeApi()
    plan = new_plan(begun_us=MORNING_US + 8 * HOUR_US)
    reporters = reporting(api, plan)

    def breaks(_: Sent) -> Answer:
        raise Unavailable("the connection broke after the report had arrived")

    api.refuse = breaks
    for at_us in range(plan.begun_us, plan.begun_us + 2 * HOUR_US, 5 * MINUTE_US):
        if api.sent:
            break
        try:
            reporters.step(at_us, 0)
        except Unavailable:
            continue
    api.refuse = lambda _: None
    reporters.step(at_us, 0)
    assert len(api.sent) > 1
    assert api.sent[0] == api.sent[1]


def test_each_report_has_a_key_of_its_own_and_few_come_at_once(new_plan: NewPlan) -> None:
    api = FakeApi()
    reporters = reporting(api, new_plan(speed=1000.0))
    made = [reporters.step(MORNING_US + number * MINUTE_US // 2, 0) for number in range(10)]
    assert max(made) == MOST_AT_ONCE
    assert len({sent.key for sent in api.sent}) == len(api.sent)


def test_a_bureau_that_cannot_follow_gets_nothing_more(new_plan: NewPlan) -> None:
    assert run(reporting(FakeApi(), new_plan()), 12, open_cases=MOST_OPEN) == 0


def test_what_is_refused_is_left_and_the_next_report_goes_on(new_plan: NewPlan) -> None:
    api = FakeApi()
    answers = iter([Answer(422, {"detail": "no such category"})])
    api.refuse = lambda _: next(answers, None)
    made = run(reporting(api, new_plan(begun_us=MORNING_US + 8 * HOUR_US)), 4)
    assert made == len(api.sent) - 1 > 3


def test_sources_are_those_of_the_published_mix(new_plan: NewPlan) -> None:
    planned = list(islice((each for seed in range(8) for each in of_day(new_plan(seed=seed))), 700))
    sources = Counter(each.source for each in planned)
    assert {Source.COLLECTOR, Source.AI} == {source for source, _ in sources.most_common(2)}
    assert {Source.HOTLINE, Source.IOT, Source.HANDHELD, Source.SNAPSHOT} <= set(sources)
