"""Use case: an administrator sees what the gates do, tries a change on the past days, and puts it in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import tzinfo
from typing import Final

from dashboard.domain.audit import before_and_after
from dashboard.domain.durations import DAY_US
from dashboard.domain.event_lines import EventLine
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.triage.gate_effects import FINDS_TRIED, GateBoard, GateEffect, effect_of_gate, gate_board
from dashboard.domain.triage.gates import EVERY, Gate, Gatekeeper, gate_problems
from dashboard.domain.triage.words import window_us
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.gates import GateFigures, GateRows, GateStore
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require

ASKS_AGAIN_US: Final = DAY_US
"""What was seen longer ago stays held when a gate changes: nobody wants it by now."""
HELD_SHOWN: Final = 12
_CHANGED: Final = Text(
    "这条关口刚被别人改过，请刷新后再改", "somebody changed this gate meanwhile; load it again and change it then"
)

_EXISTS: Final = Text("这条关口已经有了，请在列表中打开它修改", "there is such a gate already; open it in the list")


class GateRules:
    """Shows and changes the gates. Raises Forbidden, BadInput with what to mend, Conflict, NotFound, Unavailable."""

    def __init__(
        self, store: GateStore, figures: GateFigures, notifier: LiveNotifier, clock: Clock, zone: tzinfo
    ) -> None:
        self._store = store
        self._figures = figures
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def board(self, days: int, actor: Actor) -> GateBoard:
        """Return every gate with what it did in so many days."""
        require(actor, Permission.EDIT_RULES)
        now_us, gates = self._clock(), self._store.gates()
        cameras = sorted({gate.camera for gate in gates if gate.camera})
        tallies = self._figures.tallies(now_us - window_us(days), cameras)
        return gate_board(days, now_us, gates, tallies, self._figures.camera_names(cameras))

    def held(self, category: str, actor: Actor) -> Sequence[EventLine]:
        """Return the newest events that are held now, of a category, or of all where it is none."""
        require(actor, Permission.EDIT_RULES)
        return self._figures.held_events(category or None, HELD_SHOWN)

    def gate_for(self, category: str, camera: str, actor: Actor) -> Gate:
        """Return the gate; where there is none of its own, one that says what holds for it now."""
        require(actor, Permission.EDIT_RULES)
        gates = {(gate.category, gate.camera): gate for gate in self._store.gates()}
        found = gates.get((category, camera)) or gates.get((category, EVERY)) or gates.get((EVERY, EVERY), Gate())
        if (found.category, found.camera) == (category, camera):
            return found
        return replace(found, category=category, camera=camera, version=0, updated_us=0, updated_by="")

    def preview(self, gate: Gate, days: int, actor: Actor) -> GateEffect:
        """Return what the gate would have held of the events of so many days; nothing is changed."""
        require(actor, Permission.EDIT_RULES)
        self._check(gate)
        now_us, gates = self._clock(), self._store.gates()
        others = [each for each in gates if (each.category, each.camera) != (gate.category, gate.camera)]
        allowances = self._store.allowances()
        now = Gatekeeper.of(gates, allowances, {}, self._zone)
        then = Gatekeeper.of([*others, gate], allowances, {}, self._zone)
        since_us = now_us - window_us(days)
        finds = self._figures.finds(gate.category or None, gate.camera or None, since_us, FINDS_TRIED)
        return effect_of_gate(now, then, finds, days, now_us, gate)

    def save(self, gate: Gate, actor: Actor) -> Gate:
        """Put the gate in force; what it held of the last day is judged anew."""
        require(actor, Permission.EDIT_RULES)
        self._check(gate)
        now_us = self._clock()
        with self._store.begin() as work:
            feeds = work.bump([Feed.GATES])  # first, so that two who change gates at once follow each other
            before = _known(work, gate)
            if before is not None and gate.version == 0:
                raise Conflict(_EXISTS)
            if (before.version if before is not None else 0) != gate.version:
                raise Conflict(_CHANGED)
            saved = replace(gate, version=gate.version + 1, updated_us=now_us, updated_by=actor.name)
            work.save_gate(saved)
            work.ask_again(gate.category or None, now_us - ASKS_AGAIN_US, now_us)
            told = before_and_after(None if before is None else _told(before), _told(saved))
            work.note_in_audit(actor, "edit_gate", _subject(saved), told, now_us)
        self._notifier.publish([], feeds)
        return saved

    def remove(self, category: str, camera: str, actor: Actor) -> None:
        """Take the gate of one camera away, so that the one of all cameras holds there again."""
        require(actor, Permission.EDIT_RULES)
        if camera == EVERY:
            raise BadInput(Text("类别的关口只能停用，不能删除", "a category's gate can be switched off, not removed"))
        now_us = self._clock()
        with self._store.begin() as work:
            feeds = work.bump([Feed.GATES])
            before = _known(work, Gate(category=category, camera=camera))
            if before is None:
                raise NotFound(Text("没有这条关口", "there is no such gate"))
            work.remove_gate(category, camera)
            work.ask_again(category or None, now_us - ASKS_AGAIN_US, now_us)
            work.note_in_audit(actor, "remove_gate", _subject(before), before_and_after(_told(before), None), now_us)
        self._notifier.publish([], feeds)

    def _check(self, gate: Gate) -> None:
        problem = next(gate_problems(gate), None)
        if problem is not None:
            raise BadInput(problem)
        if gate.camera and gate.camera not in self._figures.camera_names([gate.camera]):
            raise BadInput(
                Text(f"没有编号为 {gate.camera} 的摄像机", f"camera: there is no camera {gate.camera!r:.90}")
            )


def _known(work: GateRows, gate: Gate) -> Gate | None:
    key = (gate.category, gate.camera)
    return next((each for each in work.kept_gates() if (each.category, each.camera) == key), None)


def _subject(gate: Gate) -> str:
    return " ".join(each for each in (gate.category or "*", gate.camera) if each)


def _told(gate: Gate) -> Mapping[str, object]:
    told = asdict(gate) | {"hours": gate.hours.as_json()}
    return {name: value for name, value in told.items() if name not in ("updated_us", "updated_by")}
