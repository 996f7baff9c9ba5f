"""How the simulated people take what the API answers: as people do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bootstrap.bureau import keep_working
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.errors import Unavailable
from data_sources.demo_city.working.api import Answer
from data_sources.demo_city.working.bureau import LOOKS_AT_MOST_EACH_US, MOST_AT_ONCE
from data_sources.demo_city.working.seen import seen
from tests.demo_city.working_rig import FakeApi, Sent, Streets, bureau, moment, told
from tests.servers import NOW

LATER = NOW + DAY_US


def handling(key: int = 1, **changed: Any) -> dict[str, Any]:
    """A case that an officer of the squad has."""
    usual = {"state": "handling", "squad": "yuelin", "assignee": "P6", "accepted_at": moment(NOW)}
    times = {"filed_at": moment(NOW), "due_at": moment(NOW + 2 * HOUR_US)}
    actions = ["depart", "arrive", "feedback", "extend", "suspend", "return"]
    return told(key, **{**usual, **times, "actions": actions, **changed})


def last(api: FakeApi) -> Sent:
    return api.sent[-1]


def test_a_deed_has_a_key_of_case_revision_and_action() -> None:
    api = FakeApi(told())
    assert bureau(api).step(LATER) == 1
    assert last(api) == Sent("seat", "/cases/1/register", {"revision": 1, "reason": ""}, "bureau-1-1-register")


def test_what_was_sent_while_nobody_answered_is_sent_again_under_the_same_key() -> None:
    api = FakeApi(told())
    people = bureau(api)
    people.step(NOW)  # it was reported at this very moment
    api.refuse = _nobody_answers
    with pytest.raises(Unavailable):
        people.step(LATER)
    api.refuse = lambda _: None
    people.step(LATER + 1)
    first, again, *_ = api.sent
    assert first == again


def _nobody_answers(_: Sent) -> Answer:
    raise Unavailable("the connection broke after the command had arrived")


def test_another_bureau_sends_the_same_key_for_the_same_revision() -> None:
    one, other = FakeApi(told()), FakeApi(told())
    bureau(one).step(LATER)
    bureau(other).step(LATER + HOUR_US)
    assert last(one).key == last(other).key


def test_who_was_slower_looks_at_the_newer_case() -> None:
    api = FakeApi(told())
    newer = told(revision=2, state="to_register", actions=["file"])
    api.refuse = lambda sent: Answer(409, {"code": "outdated", "case": newer}) if "register" in sent.path else None
    people = bureau(api)
    assert people.step(LATER) == 0
    api.cases[1] = newer
    people.step(LATER + DAY_US)
    assert (last(api).account, last(api).path, last(api).body["revision"]) == ("chief-2", "/cases/1/file", 2)


def test_what_somebody_else_did_meanwhile_is_seen_before_anything_is_sent() -> None:
    api = FakeApi(told())
    people = bureau(api)
    people.step(NOW)
    api.cases[1] = told(revision=9, state="to_register", actions=["file"])
    between_looks_us = NOW + LOOKS_AT_MOST_EACH_US - 5_000
    assert people.step(between_looks_us) == 0
    assert people.step(between_looks_us + 4_000) == 1
    assert [sent.path for sent in api.sent] == ["/cases/1/file"]


def test_who_may_not_see_a_case_leaves_it_to_the_next() -> None:
    api = FakeApi(handling())
    api.blind = {"li", "leader"}
    bureau(api).step(LATER)
    assert (last(api).account, last(api).path) == ("chief-2", "/cases/1/depart")


def test_what_nobody_may_do_waits_and_says_why() -> None:
    api = FakeApi(told(actions=[]))
    people = bureau(api)
    assert people.step(LATER) == 0
    assert people.waiting() == {"20261127-0001": "nobody may register"}
    assert api.sent == []


def test_a_refusal_is_no_reason_to_do_nothing_else() -> None:
    long = handling(3, due_at=moment(NOW + 20 * DAY_US), assignee="P6")  # by its fate more time is asked for
    api = FakeApi(long)
    api.refuse = lambda sent: Answer(422, {"detail": "it is late already"}) if "depart" not in sent.path else None
    people = bureau(api)
    for number in range(4):
        people.step(LATER + number)
    assert last(api).path == "/cases/3/depart"


def test_who_asked_once_does_not_ask_again() -> None:
    returned = next(key for key in range(1, 2000) if bureau(FakeApi()).acting.deciding.fate(seen(told(key))).returned)
    api = FakeApi(told(returned, state="to_handle", squad="yuelin", actions=["return", "accept"]))
    api.timeline = [{"what": "return"}]
    people = bureau(api)
    people.step(LATER)
    people.step(LATER + 1)
    assert [sent.path for sent in api.sent] == [f"/cases/{returned}/accept"]


def test_nobody_decides_on_the_own_request() -> None:
    pending = {"what": "return", "asked_by": "chief-2", "asked_at": moment(NOW), "agreed": []}
    api = FakeApi(told(state="return_req", pending=pending, actions=["approve", "refuse"]))
    bureau(api).step(LATER)
    assert last(api).account == "chief"


def test_two_consents_are_of_two_people() -> None:
    pending = {"what": "extend", "asked_by": "li", "asked_at": moment(NOW), "agreed": ["leader"]}
    api = FakeApi(handling(state="delay_req", pending=pending, actions=["approve", "refuse"]))
    bureau(api).step(LATER)
    assert (last(api).account, last(api).path) == ("chief-2", "/cases/1/approve")


def test_what_can_be_granted_no_more_is_refused() -> None:
    pending = {"what": "extend", "asked_by": "li", "asked_at": moment(NOW), "agreed": []}
    api = FakeApi(handling(state="delay_req", pending=pending, actions=["approve", "refuse"]))
    api.refuse = lambda sent: Answer(422, {"detail": "it is late already"}) if "approve" in sent.path else None
    people = bureau(api)
    people.step(LATER)
    people.step(LATER + 1)
    assert [sent.path for sent in api.sent] == ["/cases/1/approve", "/cases/1/refuse"]
    assert api.sent[1].body["reason"]


def test_the_nearest_on_duty_with_the_least_to_do_takes_a_case() -> None:
    waiting = told(state="to_handle", squad="yuelin", actions=["accept"])
    far, near = ({"number": number, "squad": "yuelin"} for number in ("P6", "P7"))
    positions = [
        {"properties": far, "geometry": {"coordinates": [121.43, 29.65]}},
        {"properties": near, "geometry": {"coordinates": [121.4, 29.65]}},
    ]
    api = FakeApi(waiting)
    api.positions = positions
    bureau(api).step(LATER)
    busy = FakeApi(
        waiting | {"revision": 1, "state": "to_handle"}, *(handling(key, assignee="P7") for key in range(2, 14))
    )
    busy.positions = positions
    people = bureau(busy)
    people.step(NOW)
    assert last(api).account == "wang"
    assert people.acting.crew.tasks["P7"] == 12


def test_an_arrival_proves_where_and_brings_what_is_seen_there() -> None:
    api, streets = FakeApi(handling(departed_at=moment(NOW))), Streets()
    streets.there = {1: NOW + HOUR_US}
    people = bureau(api, streets)
    people.step(NOW + HOUR_US - 1)
    assert api.sent == []
    people.step(NOW + HOUR_US)
    sent = last(api)
    assert (sent.account, sent.path) == ("li", "/cases/1/arrive")
    assert abs(sent.body["lon"] - 121.4) + abs(sent.body["lat"] - 29.65) < 0.0004
    assert sent.body["photos"] == [{"digest": f"{1:064x}", "role": "before"}]


def test_a_picture_is_a_small_jpeg_with_its_place_and_another_one_for_each_moment() -> None:
    pictures = []
    for at_us in (LATER, LATER + HOUR_US):
        api = FakeApi(handling(departed_at=moment(NOW), arrived_at=moment(NOW)))
        bureau(api).step(at_us)
        pictures.append(api.pictures[0][1])
    assert pictures[0] != pictures[1]
    assert max(map(len, pictures)) <= 60 * 1024
    with Image.open(BytesIO(pictures[0])) as image:
        gps = image.getexif().get_ifd(0x8825)
        assert image.format == "JPEG"
        assert float(gps[2][0]) + float(gps[2][1]) / 60 + float(gps[2][2]) / 3600 == pytest.approx(29.65, abs=2e-4)


def test_a_closing_that_lacks_pictures_gets_them_first() -> None:
    lacking = told(
        state="to_close", squad="yuelin", arrived_at=moment(NOW), checked_at=moment(NOW), actions=["close", "comment"]
    )
    api = FakeApi(lacking)
    people = bureau(api)
    people.step(LATER)
    assert (last(api).path, [each["role"] for each in last(api).body["photos"]]) == (
        "/cases/1/comment",
        ["before", "after"],
    )
    api.cases[1]["photos"] = [{"role": "before"}, {"role": "after"}]
    people.step(LATER + DAY_US)
    assert last(api).path == "/cases/1/close"


def test_nobody_goes_two_ways_at_once_and_who_waits_keeps_nobody_else() -> None:
    on_the_way = handling(1, departed_at=moment(NOW))
    waiting = [handling(key) for key in range(2, MOST_AT_ONCE + 6)]
    api, streets = FakeApi(on_the_way, *waiting, told(99)), Streets()
    streets.there = {1: LATER + HOUR_US}
    bureau(api, streets).step(LATER)
    assert [sent.path for sent in api.sent] == ["/cases/99/register"]


def test_a_step_does_only_so_much_and_the_next_one_the_rest() -> None:
    api = FakeApi(*(told(key) for key in range(1, MOST_AT_ONCE + 4)))
    people = bureau(api)
    assert people.step(LATER) == MOST_AT_ONCE
    assert people.step(LATER) >= 3
    assert len({sent.path for sent in api.sent if "re" in sent.path}) >= MOST_AT_ONCE + 3


def test_a_suspended_case_is_left_alone() -> None:
    api = FakeApi(handling(state="hung", suspended_until=moment(LATER)))
    assert bureau(api).step(LATER) == 0


def test_a_bureau_that_found_nobody_goes_on_when_somebody_answers() -> None:
    api = FakeApi(told())
    api.away = True
    people = bureau(api)
    with pytest.raises(Unavailable):
        people.step(LATER)
    api.away = False
    assert people.step(LATER + LOOKS_AT_MOST_EACH_US) == 1


class Seconds:
    """So many pauses, each of which says how long it was; then it is time to stop."""

    def __init__(self, many: int) -> None:
        self.left, self.pauses = many, list[float]()

    def wait(self, timeout: float) -> bool:
        self.left -= 1
        self.pauses.append(timeout)
        return self.left < 0


def test_the_bureau_keeps_working_and_waits_longer_while_nobody_answers() -> None:
    api = FakeApi(told())
    api.away = True
    away, back = Seconds(3), Seconds(2)
    keep_working(bureau(api), away)
    api.away = False
    keep_working(bureau(api), back)
    assert away.pauses[0] < away.pauses[1] == away.pauses[2]
    assert back.pauses == [away.pauses[0]] * 3
    assert api.sent[0].path == "/cases/1/register"
