"""Gates and words as the administrator's tabs ask for them: the real services on records in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.domain.coordinates import Position
from dashboard.domain.event_lines import EventLine
from dashboard.domain.feeds import Feed
from dashboard.domain.mappings import MappingRules
from dashboard.domain.rights import Actor
from dashboard.domain.triage.allowances import Allowance
from dashboard.domain.triage.filing import Filing, FilingLine, unproven
from dashboard.domain.triage.gate_effects import Tally
from dashboard.domain.triage.gates import Find, Gate
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.states import EventState, HeldBecause
from dashboard.domain.triage.words import WordCount, WordGroup
from dashboard.services.triage.allowance_reading import Allowances
from dashboard.services.triage.gate_rules import GateRules
from dashboard.services.triage.words import CameraWords
from tests.fakes_alarms import FakeNotifier
from tests.readout_builders import HOUR_US, NOW_US, event_line

STALL = Gate(category="0501", is_on=True, least_score=0.4, dwell_s=180, version=2, updated_us=NOW_US, updated_by="li")
FIND = Find("0501", "CAM-9", None, None, 0.9, NOW_US - HOUR_US, NOW_US - HOUR_US, NOW_US - HOUR_US, None)
CAR = WordCount("frigate", "car", "no_park_1,road", None, 37, 52, 0, NOW_US)
VENDOR = WordCount("frigate", "vendor", None, "0501", 1_204, 2_000, 312, NOW_US)


class FakeFigures:
    """Two words, and what came of one category."""

    def words(self, _since_us: int) -> Sequence[WordCount]:
        return [VENDOR, CAR]

    def word_groups(self, _since_us: int, _stood_s: Sequence[float]) -> Sequence[WordGroup]:
        return [WordGroup("frigate", "car", "no_park_1,road", "frigate:gate", None, 0.0, 37)]

    def tallies(self, _since_us: int, _cameras: Sequence[str]) -> Mapping[tuple[str, str], Tally]:
        told = Tally(1_204, {HeldBecause.DWELL: 300, HeldBecause.SCORE: 12})
        return {("", ""): Tally(1_241, told.held), ("0501", ""): told}

    def finds(self, _category: str | None, _camera: str | None, _since_us: int, _limit: int) -> Sequence[Find]:
        return [FIND, FIND._replace(dwell_s=400.0)]

    def held_events(self, category: str | None, _limit: int) -> Sequence[EventLine]:
        told: dict[str, Any] = {"state": EventState.HELD, "held_because": HeldBecause.ALLOWED_PLACE, "held_by": "SD-01"}
        return [event_line(**told, held_by_name="河滨疏导点")] if category in (None, "0501") else []

    def camera_names(self, asset_ids: Sequence[str]) -> Mapping[str, str]:
        return {each: "县前街口" for each in asset_ids if each == "CAM-9"}


class FakeGates:
    """The services on one store; `stored`, `specs` and `audited` are what that holds."""

    def __init__(self) -> None:
        zone, store = ZoneInfo("Asia/Shanghai"), FakeGateStore()
        self.stored, self.specs, self.audited, self.places = store.stored, store.specs, store.audited, store.places
        whole: Any = store
        self.rules = GateRules(whole, FakeFigures(), FakeNotifier(), lambda: NOW_US, zone)
        self.filing = FakeFiling()
        self.allowances = Allowances(whole, lambda: NOW_US, zone)
        self.words = CameraWords(whole, FakeFigures(), whole, MappingRules.empty(), FakeNotifier(), lambda: NOW_US)


class FakeFiling:
    """One category that is proven and one that switched itself off; `saved` is what the form said."""

    def __init__(self) -> None:
        self.saved: list[Filing] = []
        self.ended: list[Filing] = []

    def lines(self, _actor: Actor) -> Sequence[FilingLine]:
        ended = Filing(category="0505", version=2, ended_us=NOW_US, ended_with=Precision(240, 280))
        why = unproven(ended, Precision(240, 280))
        return [
            FilingLine(Filing(category="0504", is_on=True, version=1), "店外经营", Precision(240, 244), 3, None),
            FilingLine(ended, "机动车乱停放", Precision(240, 280), 0, why),
        ]

    def line(self, category: str, actor: Actor) -> FilingLine:
        return next(line for line in self.lines(actor) if line.filing.category == category)

    def ended_since(self, _since_us: int, _actor: Actor) -> Sequence[Filing]:
        return self.ended

    def save(self, filing: Filing, _actor: Actor) -> Filing:
        self.saved.append(filing)
        return filing


class FakeGateStore:
    """The gates and the mappings; `audited` are the deeds."""

    def __init__(self) -> None:
        self.stored = {(gate.category, gate.camera): gate for gate in (Gate(version=1), STALL)}
        self.places: list[Allowance] = []
        self.specs: list[Mapping[str, Any]] = []
        self.audited: list[str] = []

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        return self.specs

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        self.specs[:] = specs

    @contextmanager
    def begin(self) -> Iterator[Any]:
        yield self

    look = begin

    def revisions(self) -> dict[Feed, int]:
        return {}

    def bump(self, feeds: Sequence[Feed]) -> dict[Feed, int]:
        return dict.fromkeys(feeds, 1)

    def note_in_audit(self, _actor: Actor, action: str, _subject: str, _detail: Any, _at_us: int) -> None:
        self.audited.append(action)

    def gates(self) -> Sequence[Gate]:
        return list(self.stored.values())

    kept_gates = gates

    def save_gate(self, gate: Gate) -> None:
        self.stored[gate.category, gate.camera] = gate

    def remove_gate(self, category: str, camera: str) -> None:
        del self.stored[category, camera]

    def unclassified(self, _since_us: int) -> Sequence[tuple[int, WordGroup]]:
        return list(enumerate(FakeFigures().word_groups(0, ())))

    def classify(self, event_keys: Sequence[int], category: str, _now_us: int) -> None:
        self.audited += [f"{key} {category}" for key in event_keys]

    def ask_again(self, _category: str | None, _since_us: int, _now_us: int) -> None: ...

    def allowances(self) -> Sequence[Allowance]:
        return self.places

    def spots(self) -> Mapping[int, Position]:
        return {}
