"""What gates hold, by category and reason, and what a changed gate would have held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.triage.gates import EVERY, Find, Gate, Gatekeeper
from dashboard.domain.triage.states import HeldBecause

FINDS_TRIED: Final = 20_000
"""On so many of the newest events a changed gate is tried."""


class Tally(NamedTuple):
    """Events of a category since a moment: how many in all, and how many each gate holds."""

    events: int
    held: Mapping[HeldBecause, int]

    @property
    def held_in_all(self) -> int:
        """Return how many are held, whatever the reason."""
        return sum(self.held.values())


class GateLine(NamedTuple):
    """A gate, what came of its category, and the name of its camera."""

    gate: Gate
    tally: Tally
    camera_name: str | None = None


class GateBoard(NamedTuple):
    """All gates with what they did in some days, and what was held of what has no gate of its own."""

    days: int
    now_us: int
    lines: Sequence[GateLine]
    events: int
    held: Mapping[HeldBecause, int]


class GateEffect(NamedTuple):
    """Of the events of some days: how many a gate holds as it is, and would hold as it is meant to be."""

    days: int
    events: int
    held_now: int
    held_then: int


def gate_board(
    days: int,
    now_us: int,
    gates: Sequence[Gate],
    tallies: Mapping[tuple[str, str], Tally],
    cameras: Mapping[str, str],
) -> GateBoard:
    """Return the board; `tallies` are by category and camera, with none of either for all of them."""
    none = Tally(0, {})
    whole = tallies.get((EVERY, EVERY), none)
    own = {gate.category for gate in gates if gate.is_on and gate.camera == EVERY and gate.category != EVERY}
    shown = {**tallies, (EVERY, EVERY): _without(whole, [tallies.get((code, EVERY), none) for code in own])}
    lines = [
        GateLine(gate, shown.get((gate.category, gate.camera), none), cameras.get(gate.camera))
        for gate in sorted(gates, key=lambda each: (each.category, each.camera))
    ]
    return GateBoard(days, now_us, lines, whole.events, whole.held)


def _without(whole: Tally, parts: Iterable[Tally]) -> Tally:
    """What is left for the gate of everything else."""
    events, held = whole.events, Counter(whole.held)
    for part in parts:
        events -= part.events
        held.subtract(part.held)
    return Tally(events, {why: count for why, count in held.items() if count})


def effect_of_gate(
    now: Gatekeeper, then: Gatekeeper, finds: Iterable[Find], days: int, now_us: int, gate: Gate
) -> GateEffect:
    """Return what a keeper holds of these events and another would, of those that the changed gate is asked about."""
    count: Counter[str] = Counter()
    for find in finds:
        if not _asks(then, gate, find):
            continue
        count["events"] += 1
        count["now"] += now.judge(find, now_us).because is not None
        count["then"] += then.judge(find, now_us).because is not None
    return GateEffect(days, count["events"], count["now"], count["then"])


def _asks(keeper: Gatekeeper, gate: Gate, find: Find) -> bool:
    """Whether an event comes to this gate, or would if it were on."""
    if gate.category not in (EVERY, find.category or EVERY) or gate.camera not in (EVERY, find.camera):
        return False
    found = keeper.gate(find.category, find.camera)
    return (found.category, found.camera) == (gate.category, gate.camera) or not gate.is_on
