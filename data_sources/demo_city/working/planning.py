"""What is going to be reported in the city: the mix of a published month, by hour, weekday, season and rain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.cases.states import Source
from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.roster.duty import day_of, moment_us
from data_sources.demo_city.case_fates import ON_THE_STREET, draw_fate, quality_of
from data_sources.demo_city.case_mix import (
    Topic,
    count_of,
    draw_second,
    draw_source,
    draw_topic,
    is_wet,
    topics,
)
from data_sources.demo_city.case_places import Ground, Spot
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.scenarios import Scenario

_MARKET_MORE: Final = 1.25
"""So many times as much is reported while a market is held, and what is more is about the street."""
_STREET: Final = "05"
_FORGOTTEN_US: Final = HOUR_US


class Planned(NamedTuple):
    """A report to come: `at_us` by the clock of the city, `number` that of the run."""

    number: int
    at_us: int
    topic: Topic
    source: Source
    spot: Spot
    words: str
    done_at_once: bool


@dataclass
class ReportPlan:
    """The reports of one run, in the order of time. The city's clock begins with it, and runs `speed` times as fast.

    Each run draws its own, so that one that was killed leaves nothing to be done again.
    """

    seed: int
    ground: Ground
    zone: tzinfo
    scenario: Scenario
    speed: float
    begun_us: int
    _next: Planned | None = field(default=None, init=False)
    _coming: Iterator[Planned] = field(init=False)

    def __post_init__(self) -> None:
        self._coming = self._all()

    def due(self, now_us: int) -> Iterator[Planned]:
        """Yield what is due by now, each once; what is long past, as after a sleep of the machine, is left out."""
        city_us = self.begun_us + int((now_us - self.begun_us) * self.speed)
        while True:
            following = self._next or next(self._coming)
            if following.at_us > city_us:
                self._next = following
                return
            self._next = None
            if city_us - following.at_us < max(_FORGOTTEN_US, MINUTE_US * self.speed):
                yield following

    def _all(self) -> Iterator[Planned]:
        number, day = 0, day_of(self.begun_us, self.zone)
        while True:
            for at_us, topic, dice in self._of_day(day):
                if at_us > self.begun_us:
                    number += 1
                    yield self._planned(number, at_us, topic, dice)
            day += timedelta(1)

    def _of_day(self, day: date) -> list[tuple[int, Topic, Dice]]:
        dice = Dice.of(self.seed, "reports", self.begun_us, day.toordinal())
        wet = self.scenario is Scenario.STORM or is_wet(self.seed, day)
        many = count_of(self.seed, day, wet=wet)
        drawn = [draw_topic(dice, wet=wet) for _ in range(many)]
        if self.scenario is Scenario.MARKET:
            street = [topic for topic in topics() if topic.code.startswith(_STREET)]
            drawn += dice.choices(street, [topic.often for topic in street], k=round(many * (_MARKET_MORE - 1)))
        start_us = moment_us(day, 0, self.zone)
        told = [(start_us + draw_second(dice, topic) * SECOND_US, topic, dice) for topic in drawn]
        return sorted(told, key=lambda each: each[0])

    def _planned(self, number: int, at_us: int, topic: Topic, dice: Dice) -> Planned:
        source = draw_source(dice, topic)
        kind = topic.kind if topic.kind in self.ground.sensors else None
        spot = self.ground.draw(dice, kind if source is Source.IOT else None)
        fate = draw_fate(dice, source, quality_of(topic.unit or spot.squad), is_long=False)
        at_once = fate.self_done and source in ON_THE_STREET
        return Planned(number, at_us, topic, source, spot, dice.choice(topic.words), at_once)
