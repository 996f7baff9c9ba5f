"""Those whom people play: their part is left to them, and something waits for them."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.coordinates import Position
from dashboard.domain.durations import HOUR_US, MINUTE_US
from data_sources.demo_city.working.keeping import PATIENCE_US, TASKS
from tests.demo_city.working_rig import FakeApi, Streets, bureau, moment, told
from tests.servers import NOW

PLACE = Position(121.4, 29.65)
DUE = {"due_at": moment(NOW + 20 * HOUR_US)}
MAY = ["accept", "arrive", "depart", "dispatch", "extend", "feedback"]


def with_squad(key: int = 1, **changed: Any) -> dict[str, Any]:
    """A case that nobody of the squad took yet."""
    return told(key, **{"state": "to_handle", "squad": "yuelin", "actions": MAY, **DUE, **changed})


def in_hand(key: int = 1, **changed: Any) -> dict[str, Any]:
    """A case that the officer P6 has, filed and accepted now."""
    times = {"accepted_at": moment(NOW), "filed_at": moment(NOW)}
    return with_squad(key, **{"state": "handling", "assignee": "P6", **times, **changed})


def deeds(api: FakeApi) -> list[tuple[str, str, object]]:
    """Who did what, and who was named."""
    return [(each.account, each.path, each.body.get("assignee") or each.body.get("checker")) for each in api.sent]


def test_what_an_officer_has_whom_people_play_nobody_of_the_bureau_does() -> None:
    api = FakeApi(*(in_hand(key) for key in range(1, TASKS + 1)))
    people = bureau(api, None, "P6")
    assert people.step(NOW + HOUR_US) == 0
    assert people.step(NOW + 10 * HOUR_US) == 0
    assert (deeds(api), people.waiting()) == ([], {})


def test_what_nobody_took_is_given_to_an_officer_who_has_too_little() -> None:
    api = FakeApi(with_squad(1), in_hand(2, assignee="P7"), *(in_hand(key) for key in range(3, 2 + TASKS)))
    bureau(api, None, "P6").step(NOW + MINUTE_US)
    assert ("chief-2", "/cases/1/dispatch", "P6") in deeds(api)
    assert not any(path == "/cases/2/dispatch" for _, path, _ in deeds(api))


def test_what_somebody_took_who_has_not_set_out_is_given_when_there_is_nothing_else() -> None:
    api = FakeApi(in_hand(1, assignee="P7", departed_at=moment(NOW)), in_hand(2, assignee="P7"))
    bureau(api, None, "P6").step(NOW)
    assert deeds(api) == [("chief", "/cases/2/dispatch", "P6")]
    assert api.sent[0].body["reason"]


def test_what_was_left_lying_goes_to_somebody_else_an_hour_after_its_deadline() -> None:
    late = {"due_at": moment(NOW)}
    api = FakeApi(in_hand(1, **late), *(in_hand(key) for key in range(2, 2 + TASKS)))
    people = bureau(api, None, "P6")
    assert people.step(NOW + HOUR_US) == 0
    people.step(NOW + HOUR_US + MINUTE_US)
    assert deeds(api) == [("chief-2", "/cases/1/dispatch", "P7")]


@pytest.mark.parametrize("person", ["P5", "P6"])
def test_a_result_is_sent_to_be_checked_by_whoever_people_play_and_waits_for_them(person: str) -> None:
    result = with_squad(1, state="feedback", assignee="P7", handled_at=moment(NOW), actions=["check", "rework"])
    api = FakeApi(result)
    people = bureau(api, None, person)
    people.step(NOW)
    assert deeds(api) == [("seat", "/cases/1/check", person)]
    result |= {"state": "checking", "checker": person, "revision": 9}
    assert people.step(NOW + MINUTE_US) == 0
    assert people.step(NOW + PATIENCE_US) == 0
    people.step(NOW + PATIENCE_US + MINUTE_US)
    assert deeds(api)[1:] == [("chief-2", "/cases/1/check", None)]


def test_a_request_waits_for_a_leader_whom_people_play_and_is_asked_where_none_does() -> None:
    asks = in_hand(3)
    api = FakeApi(asks)
    people = bureau(api, None, "P5")
    people.step(NOW)
    assert deeds(api) == [("li", "/cases/3/extend", None)]
    pending = {"what": "extend", "asked_by": "li", "asked_at": moment(NOW), "agreed": []}
    asks |= {"state": "delay_req", "pending": pending, "revision": 9, "actions": ["approve", "refuse"]}
    assert people.step(NOW + MINUTE_US) == 0
    assert people.step(NOW + PATIENCE_US) == 0
    people.step(NOW + PATIENCE_US + MINUTE_US)
    assert deeds(api)[1][0] in ("chief", "chief-2")


def test_a_request_for_time_is_decided_before_the_deadline() -> None:
    pending = {"what": "extend", "asked_by": "li", "asked_at": moment(NOW), "agreed": []}
    due = {"due_at": moment(NOW + HOUR_US), "state": "delay_req", "pending": pending, "actions": ["approve", "refuse"]}
    api = FakeApi(in_hand(3, **due))
    people = bureau(api, None, "P5")
    assert people.step(NOW + 29 * MINUTE_US) == 0
    assert people.step(NOW + 31 * MINUTE_US) == 1


def test_who_checks_walks_there_and_answers_from_the_place() -> None:
    result = with_squad(1, state="checking", assignee="P6", checker="P7", actions=["check", "rework"])
    api, streets = FakeApi(result), Streets()
    streets.out["P7"], streets.there[1] = PLACE, NOW + HOUR_US
    people = bureau(api, streets)
    assert people.step(NOW) == 0
    assert set(streets.sent) == {(1, "P7")}
    assert people.step(NOW + HOUR_US - 1) == 0
    assert people.step(NOW + HOUR_US + MINUTE_US) == 1
    assert deeds(api) == [("wang", "/cases/1/check", None)]


def test_nobody_goes_to_a_check_and_to_a_task_at_once() -> None:
    result = with_squad(1, state="checking", assignee="P6", checker="P7", actions=["check", "rework"])
    api, streets = FakeApi(result, in_hand(2, assignee="P7")), Streets()
    streets.out["P7"], streets.there[1] = PLACE, NOW + HOUR_US
    people = bureau(api, streets)
    people.step(NOW)
    people.step(NOW + HOUR_US - 1)
    assert (deeds(api), set(streets.sent)) == ([], {(1, "P7")})
    people.step(NOW + HOUR_US + MINUTE_US)
    result |= {"state": "to_close", "checker": None, "revision": 9, "actions": []}
    people.step(NOW + HOUR_US + 2 * MINUTE_US)
    assert [path for _, path, _ in deeds(api)] == ["/cases/1/check", "/cases/2/depart"]


def test_what_somebody_is_to_look_at_counts_when_the_next_is_sent() -> None:
    looked_at = [with_squad(key, state="checking", checker="P6") for key in range(2, 12)]
    api = FakeApi(with_squad(1, state="feedback", actions=["check"]), *looked_at)
    people = bureau(api)
    people.step(NOW)
    assert people.acting.crew.tasks["P6"] == len(looked_at)
    people.step(NOW + HOUR_US)
    assert ("seat", "/cases/1/check", "P7") in deeds(api)
