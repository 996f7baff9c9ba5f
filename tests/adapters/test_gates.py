"""Gates at the ingest and in the worker, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import Engine, event, text

from dashboard.domain.camera_events import CameraEventReport, CameraNote, Phase
from dashboard.domain.feeds import Feed
from dashboard.domain.hours import ALWAYS, Hours
from dashboard.domain.mappings import MappingRules
from dashboard.domain.rights import Role
from dashboard.domain.triage.allowances import Allowance, AllowanceKind
from dashboard.domain.triage.gate_effects import GateEffect, Tally
from dashboard.domain.triage.gates import Gate
from dashboard.domain.triage.states import HeldBecause
from dashboard.domain.triage.words import MappingEffect, WordCount
from dashboard.errors import Conflict, Forbidden, NotFound
from dashboard.services.triage.gate_book import GateBook
from dashboard.services.triage.gate_rules import GateRules
from dashboard.services.triage.letting_through import LettingThrough
from dashboard.services.triage.words import CameraWords
from data_sources.db.engine import reading
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.triage.gate_figures import GateFigureReader
from data_sources.db.triage.gate_store import SqlGateStore
from tests.actors import acting
from tests.adapters.city_of_four import HOUR, NOW, SECOND, asset, settle
from tests.domain.triage.test_allowances import CITY, MARKET, PERMIT, SPOT
from tests.fakes_alarms import FakeNotifier

MINUTE: Final = 60 * SECOND
STALL: Final = Gate(category="0501", is_on=True, least_score=0.4, dwell_s=180, version=1)
EYE: Final = asset("CAM-9", "camera", SPOT.lon, SPOT.lat, grid="G1")
WAITS: Final = [("waiting", None, None)]


class Bench:
    """One camera before the gates."""

    def __init__(self, engine: Engine, *gates: Gate, allowed: tuple[Allowance, ...] = ()) -> None:
        self.engine, self.camera = engine, settle(engine, more=[EYE])["CAM-9"]
        self.store, self.notifier = SqlGateStore(engine, lambda: NOW), FakeNotifier()
        self.book = GateBook(self.store, CITY)
        with self.store.begin() as work:
            for gate in gates:
                work.save_gate(gate)
            work.save_allowances(allowed, NOW)
            work.bump([Feed.GATES])
        self.book.refresh()

    def tell(self, ref: str = "a", at_us: int = NOW, **others: Any) -> None:
        told: dict[str, Any] = {"phase": Phase.START, "category": "0501", "label": "stall", "confidence": 0.8}
        report = CameraEventReport(
            event_ref=ref, camera_ref="canonical:CAM-9", at_us=at_us, source="canonical", **{**told, **others}
        )
        with SqlIngestStore(self.engine, lambda: at_us).begin() as work:
            work.save_camera_event(report, self.camera, at_us, self.book.keeper)

    def let_through(self, now_us: int) -> int:
        return LettingThrough(self.store, self.book, self.notifier).turn(now_us)

    def held(self) -> list[tuple[Any, ...]]:
        """State, reason and what allows it of every event."""
        query = text("SELECT state, held_because, held_by FROM camera_event ORDER BY first_us, camera_event_key")
        with reading(self.engine) as connection:
            return [tuple(found) for found in connection.execute(query)]


def test_what_is_not_sure_enough_is_held_until_it_is(engine: Engine) -> None:
    bench = Bench(engine, replace(STALL, dwell_s=0))
    bench.tell(confidence=0.2)
    assert bench.held() == [("held", "score", None)]
    bench.tell(at_us=NOW + SECOND, confidence=0.5, phase=Phase.UPDATE)
    assert bench.held() == WAITS


def test_what_people_may_see_is_not_taken_out_of_the_queue_again(engine: Engine) -> None:
    bench = Bench(engine, replace(STALL, dwell_s=0))
    bench.tell()
    bench.tell(at_us=NOW + SECOND, confidence=0.1, phase=Phase.END)
    assert bench.held() == WAITS


def test_what_stands_long_enough_goes_into_the_queue_by_an_update_or_by_the_worker(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    bench.tell("a")
    bench.tell("b", NOW + HOUR)
    bench.tell("a", NOW + 3 * MINUTE, phase=Phase.UPDATE)
    assert bench.held() == [*WAITS, ("held", "dwell", None)]
    assert bench.let_through(NOW + HOUR + 2 * MINUTE) == 0
    assert bench.let_through(NOW + HOUR + 3 * MINUTE) == 1
    assert bench.held() == WAITS * 2
    assert [list(told.feeds) for told in bench.notifier.told] == [[Feed.CAMERA_EVENTS]]


def test_what_went_away_before_stays_held_and_is_kept(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    bench.tell()
    bench.tell(at_us=NOW + MINUTE, phase=Phase.END)
    assert bench.let_through(NOW + 2 * HOUR) == 0
    assert bench.held() == [("held", "dwell", None)]


def test_of_what_comes_late_the_end_is_waited_for(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for at_us, phase in ((NOW - 5 * HOUR, Phase.START), (NOW - 5 * HOUR + MINUTE, Phase.END)):
            report = CameraEventReport(
                event_ref="late",
                camera_ref="canonical:CAM-9",
                at_us=at_us,
                source="canonical",
                phase=phase,
                category="0501",
                label="stall",
                confidence=0.8,
            )
            work.save_camera_event(report, bench.camera, NOW, bench.book.keeper)
    assert bench.held() == [("held", "dwell", None)]
    assert bench.let_through(NOW) == 0


def test_what_the_source_says_of_how_long_it_stood_counts(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    bench.tell(phase=Phase.UPDATE, dwell_s=200.0)
    assert bench.held() == WAITS


def test_a_place_holds_by_its_number_until_its_hours_end(engine: Engine) -> None:
    noon = Hours(from_min=10 * 60, until_min=13 * 60)
    bench = Bench(engine, allowed=(replace(MARKET, hours=noon),))
    bench.tell()
    assert bench.held() == [("held", "allowed_place", "SD-01")]
    (line,) = rules(bench).held("0501", ADMIN)
    assert (line.held_by, line.held_by_name) == ("SD-01", "河滨疏导点")
    assert rules(bench).held("0504", ADMIN) == []
    bench.tell(at_us=NOW + 15 * MINUTE, phase=Phase.UPDATE)
    assert bench.let_through(NOW + 19 * MINUTE) == 0
    assert bench.let_through(NOW + 21 * MINUTE) == 1


def test_a_permit_holds_on_its_days(engine: Engine) -> None:
    days = {"from_day": date(2025, 11, 21), "until_day": date(2025, 11, 21)}
    bench = Bench(engine, allowed=(replace(PERMIT, **days),))  # type: ignore[arg-type]
    bench.tell()
    bench.tell("b", NOW + 24 * HOUR)
    assert bench.held() == [("held", "permit", "ZD-7"), *WAITS]


def test_allowances_come_back_as_they_were_stored(engine: Engine) -> None:
    eyes = frozenset({"CAM-1#stalls"})
    winter = replace(MARKET, ground=replace(MARKET.ground, cameras=eyes), season_from=1101, season_until=331)
    bench = Bench(engine, allowed=(winter, PERMIT))
    assert list(bench.store.allowances()) == [winter, PERMIT]
    with bench.store.begin() as work:
        work.remove_allowances(AllowanceKind.PLACE, ["SD-01"])
    assert list(bench.store.allowances()) == [PERMIT]


def test_the_cool_down_is_the_categorys(engine: Engine) -> None:
    banner = Gate(category="0202", is_on=True, merge_gap_s=86_400, version=1)
    bench = Bench(engine, banner)
    for number, at_us in enumerate((NOW, NOW + 20 * HOUR, NOW + 40 * HOUR, NOW + 65 * HOUR)):
        bench.tell(f"x{number}", at_us, category="0202", label="banner")
    assert bench.held() == WAITS * 2
    for number, at_us in enumerate((NOW, NOW + 20 * MINUTE)):
        bench.tell(f"y{number}", at_us)
    assert bench.held() == WAITS * 4


def test_zones_may_be_kept_apart(engine: Engine) -> None:
    bench = Bench(engine, Gate(category="0501", is_on=True, zones_apart=True, version=1))
    for number, zone in enumerate(("left", "right", "left", None, None)):
        bench.tell(f"e{number}", NOW + number * SECOND, zone=zone)
    assert len(bench.held()) == 3


def test_a_finer_word_for_what_is_held_is_judged_by_the_gate_of_its_category(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    bench.tell()
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.save_camera_note(CameraNote(source="canonical", event_ref="a", at_us=NOW, category="0504"), NOW)
    assert bench.let_through(NOW) == 1


def test_a_gate_that_is_loosened_lets_through_what_it_held(engine: Engine) -> None:
    bench = Bench(engine, replace(STALL, dwell_s=0))
    bench.tell(confidence=0.3)
    bench.tell("old", NOW - 30 * HOUR, confidence=0.3)
    with bench.store.begin() as work:
        work.save_gate(replace(STALL, dwell_s=0, least_score=0.25, version=2))
        work.ask_again("0501", NOW - 24 * HOUR, NOW)
        work.bump([Feed.GATES])
    assert bench.let_through(NOW) == 1
    assert bench.held() == [("held", "score", None), *WAITS]


def test_what_was_judged_by_people_meanwhile_is_left_alone(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    bench.tell()
    with engine.begin() as connection:
        connection.execute(text("UPDATE camera_event SET state = 'rejected'"))
    assert bench.let_through(NOW + HOUR) == 0
    bench.tell(at_us=NOW + 5 * MINUTE, phase=Phase.UPDATE)
    assert bench.held()[0][0] == "rejected"
    assert bench.let_through(NOW + HOUR) == 0


@contextmanager
def reads(engine: Engine) -> Iterator[list[str]]:
    """The SELECTs that are sent meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_gates_cost_an_event_no_read(engine: Engine) -> None:
    def told(bench: Bench) -> list[str]:
        with reads(engine) as seen:
            for number in range(5):
                bench.tell("a", NOW + number * SECOND, phase=Phase.UPDATE)
        return seen

    bench = Bench(engine)
    before = len(told(bench))
    with bench.store.begin() as work:
        work.save_gate(replace(STALL, dwell_s=0, hours=ALWAYS))
        work.save_allowances([MARKET, PERMIT], NOW)
        work.bump([Feed.GATES])
    bench.book.refresh()
    assert len(told(bench)) <= before


def test_the_book_is_read_anew_when_gates_change_and_only_then(engine: Engine) -> None:
    bench = Bench(engine, STALL)
    kept = bench.book.keeper
    bench.book.refresh()
    assert bench.book.keeper is kept
    with bench.store.begin() as work:
        work.save_gate(replace(STALL, camera="CAM-9", dwell_s=60))
        work.bump([Feed.GATES])
    bench.book.refresh()
    assert bench.book.keeper.gate("0501", "CAM-9").dwell_s == 60
    with bench.store.begin() as work:
        work.remove_gate("0501", "CAM-9")
        work.bump([Feed.GATES])
    bench.book.refresh()
    assert bench.book.keeper.gate("0501", "CAM-9").dwell_s == 180


def test_the_gates_that_are_shipped_are_proposals(engine: Engine) -> None:
    bench = Bench(engine)
    assert {gate.category for gate in bench.store.gates()} >= {"", "0501", "0202"}
    assert not any(gate.is_on for gate in bench.store.gates())


ADMIN: Final = acting("li", Role.ADMINISTRATOR)


def rules(bench: Bench) -> GateRules:
    return GateRules(bench.store, GateFigureReader(bench.engine), bench.notifier, lambda: NOW, CITY)


def test_what_came_and_what_is_held_is_counted_by_category_and_camera(engine: Engine) -> None:
    bench = Bench(engine, STALL, replace(STALL, camera="CAM-9", least_score=0.9))
    bench.tell("a", confidence=0.3)
    bench.tell("b", NOW - HOUR)
    bench.tell("c", NOW - 2 * HOUR, category="0504", label="shop")
    bench.tell("d", NOW - 3 * HOUR, category=None, label="dog")
    board = rules(bench).board(7, ADMIN)
    assert (board.events, dict(board.held)) == (4, {HeldBecause.SCORE: 2})
    tallies = {(line.gate.category, line.gate.camera): line.tally for line in board.lines}
    assert tallies["0501", ""] == tallies["0501", "CAM-9"] == Tally(2, {HeldBecause.SCORE: 2})
    assert tallies["0504", ""] == Tally(1, {})
    assert [line.camera_name for line in board.lines if line.gate.camera] == ["camera CAM-9"]


def test_a_change_is_tried_saved_audited_and_judges_anew(engine: Engine) -> None:
    bench = Bench(engine, replace(STALL, dwell_s=0, least_score=0.9))
    bench.tell("a")
    bench.tell("b", NOW - HOUR)
    ruling, loose = rules(bench), replace(STALL, dwell_s=0, least_score=0.4)
    assert ruling.preview(loose, 7, ADMIN) == GateEffect(7, 2, 2, 0)
    assert ruling.save(loose, ADMIN).version == 2
    assert bench.let_through(NOW) == 2
    with pytest.raises(Conflict, match="meanwhile"):
        ruling.save(loose, ADMIN)
    with pytest.raises(Forbidden):
        ruling.save(loose, acting("wang", Role.OPERATOR))
    with reading(engine) as connection:
        deed = connection.execute(text("SELECT subject, detail FROM audit WHERE action = 'edit_gate'")).one()
    assert deed.subject == "0501"
    assert json.loads(deed.detail)["before"]["least_score"] == 0.9


def test_a_cameras_gate_goes_and_the_one_of_all_holds_again(engine: Engine) -> None:
    bench = Bench(engine, replace(STALL, dwell_s=0))
    ruling = rules(bench)
    assert ruling.gate_for("0501", "CAM-9", ADMIN) == replace(STALL, dwell_s=0, camera="CAM-9", version=0)
    ruling.save(replace(STALL, camera="CAM-9", version=0, least_score=0.95), ADMIN)
    bench.book.refresh()
    bench.tell("a")
    assert bench.held()[0][0] == "held"
    ruling.remove("0501", "CAM-9", ADMIN)
    assert bench.let_through(NOW) == 1
    with pytest.raises(NotFound):
        ruling.remove("0501", "CAM-9", ADMIN)


def test_words_are_counted_and_a_category_is_tried_and_given(engine: Engine) -> None:
    bench = Bench(engine)
    for number in range(3):
        bench.tell(f"c{number}", NOW - number * HOUR, category=None, label="car", zone="yard,no_park_3", dwell_s=200.0)
    bench.tell("s")
    bench.tell("long ago", NOW - 240 * HOUR, category=None, label="car")
    register = SqlRegister(engine, lambda: NOW)
    stores = (bench.store, GateFigureReader(engine), register)
    words = CameraWords(*stores, MappingRules.empty(), bench.notifier, lambda: NOW)
    with engine.begin() as connection:
        connection.execute(text("UPDATE camera_event SET state = 'rejected' WHERE first_us = :at"), {"at": NOW - HOUR})
    week, month = words.board(7, ADMIN), words.board(30, ADMIN)
    assert (week.events, week.unclassified, week.words) == (4, 3, 2)
    assert (month.events, month.unclassified, month.words) == (5, 4, 3)
    assert week.lines[0] == WordCount("canonical", "car", "yard,no_park_3", None, 3, 3, 0, NOW)
    spec = {"match": {"camera_source": "canonical", "label": "car", "min_dwell_s": 180}, "category": "0505"}
    assert words.preview(spec, ADMIN) == MappingEffect(7, 3, 3, 3)
    assert words.classify(spec, ADMIN) == 2  # what was judged stays as it was judged
    assert register.mapping_specs() == [spec]
    assert (words.board(7, ADMIN).unclassified, words.classify(spec, ADMIN)) == (1, 0)
    with pytest.raises(Forbidden):
        words.classify(spec, acting("wang", Role.OPERATOR))
