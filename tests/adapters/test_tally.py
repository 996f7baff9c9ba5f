"""What the ingest says of itself once a second."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from dashboard.domain.positions.known import Taken
from dashboard.domain.readings import Delivery
from dashboard.ports.ingest import Recorded
from data_sources.mqtt.client import Received
from data_sources.mqtt.tally import Tally, TallyWatch

NOW = 1_763_700_000_000_000


def test_refused_values_are_told_by_reason_as_json() -> None:
    tally = Tally()
    batch = [Received(Delivery("a/b", b"{}", NOW), 1, 1, 1)]
    for refused in ({"out_of_range": 2}, {"out_of_range": 1, "bad_time": 4}, {}):
        recorded = Recorded(accepted=1, repeated=0, quarantined=0, camera_events=0, unmapped=0, refused=refused)
        tally.add(batch, recorded)
    said = orjson.loads(orjson.dumps(asdict(tally)))
    assert said["refused"] == {"out_of_range": 3, "bad_time": 4}
    assert (said["committed"], said["accepted"]) == (3, 3)


def test_positions_are_told_as_kept_and_by_the_reason_for_which_they_were_not() -> None:
    tally = Tally()
    batch = [Received(Delivery("a/b", b"{}", NOW), 1, 1, 1)]
    for taken in (Taken(3, {"off_duty": 2}), Taken(1, {"off_duty": 1, "jump": 1}), Taken(0, {})):
        recorded = Recorded(accepted=0, repeated=0, quarantined=0, camera_events=0, unmapped=0, positions=taken)
        tally.add(batch, recorded)
    assert (tally.positions, tally.positions_refused) == (4, {"off_duty": 3, "jump": 1})


def test_nothing_is_told_of_while_everything_is_as_usual() -> None:
    watch = TallyWatch()
    assert watch.look(Tally(committed=100, accepted=300, quarantined=1, unmapped=5), 0.0) == {}


def test_only_what_grew_since_the_last_look_counts() -> None:
    watch = TallyWatch()
    for minute in range(1, 31):
        assert watch.look(Tally(committed=1000 * minute, accepted=1000 * minute), 60.0 * minute) == {}
    jumped = Tally(committed=31_000, accepted=30_000, quarantined=1000)
    assert watch.look(jumped, 31 * 60.0) == {"quarantined": {"share": 0.2, "usual": 0.0}}


def test_fields_without_a_mapping_jump_by_themselves() -> None:
    found = TallyWatch().look(Tally(committed=40, accepted=20, unmapped=60), 0.0)
    assert found == {"unmapped": {"share": 0.75, "usual": None}}
