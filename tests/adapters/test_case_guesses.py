"""What somebody is probably about to report, on both databases."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.states import Action
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US
from dashboard.errors import BadInput, Forbidden
from dashboard.services.cases.guessing import ENOUGH, CaseGuesses
from tests.case_office import BOSS, LAT, LON, OFFICER, SEAT, ZONE, CaseOffice

HERE = Position(LON, LAT)


def guesses(office: CaseOffice) -> CaseGuesses:
    return CaseGuesses(office.store, office.rules, office.clock, ZONE)


def test_what_is_reported_around_is_guessed_and_what_was_rejected_is_not(office: CaseOffice) -> None:
    for _ in range(ENOUGH):
        office.reported(category="0506")
    for _ in range(3):
        office.act(office.reported(category="0102"), Action.REJECT, SEAT, reason="误报")
    office.reported(category="0504")
    told = guesses(office).likely(HERE, OFFICER).guesses
    assert [(each.category, each.name) for each in told.items] == [("0506", "占道堆物"), ("0504", "店外经营")]
    assert told.cases == ENOUGH + 1
    assert told.items[0].share > 0.8


def test_where_little_is_known_the_whole_city_says_it(office: CaseOffice) -> None:
    for _ in range(ENOUGH):
        office.reported(category="0505", lon=LON + 0.03)
    office.reported(category="0504")
    far_from_all = Position(LON - 0.03, LAT)
    assert guesses(office).likely(HERE, OFFICER).guesses.items[0].category == "0505"
    for place in (far_from_all, None):
        assert [each.category for each in guesses(office).likely(place, OFFICER).guesses.items] == ["0505", "0504"]


def test_what_is_older_than_ninety_days_says_nothing(office: CaseOffice) -> None:
    office.reported()
    office.clock.now_us += 91 * DAY_US
    assert guesses(office).likely(HERE, OFFICER).guesses == ((), 0)


def test_who_may_not_report_and_where_nothing_is_is_refused(office: CaseOffice) -> None:
    with pytest.raises(Forbidden):
        guesses(office).likely(HERE, BOSS)
    with pytest.raises(BadInput):
        guesses(office).likely(Position(0.0, 91.0), OFFICER)


def test_a_place_is_told_by_its_grid_and_street_and_one_outside_the_city_is_said_before(office: CaseOffice) -> None:
    inside = guesses(office).likely(HERE, OFFICER).place
    assert (inside.grid, inside.line, inside.problem) == ("一格", "县前街", None)
    near = guesses(office).likely(Position(LON + 0.02, LAT), OFFICER).place
    assert (near.grid, near.line, near.problem) == ("", "", None)
    with pytest.raises(BadInput) as refused:
        office.reported(lon=LON + 0.2)
    problem = guesses(office).likely(Position(LON + 0.2, LAT), OFFICER).place.problem
    assert problem == refused.value.told
    assert problem is not None
    assert "19 km from the nearest grid: move the pin" in problem.en
