"""The gates before the queue: what a camera finds waits for people only when it is sure, stays, and counts here now.

What a gate keeps back is held with its reason: kept, counted, shown on request, and let through when it grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_events import MERGE_GAP_US, CameraEventReport, KnownCameraEvent, Phase
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.hours import ALWAYS, Hours, window_problems
from dashboard.domain.text import Text
from dashboard.domain.triage.allowances import Allowance, AllowanceKind, Seen
from dashboard.domain.triage.states import EventState, HeldBecause

EVERY: Final = ""
"""The category of the gate for whatever has none of its own, and the camera of one that is for all cameras."""

BELIEVED_US: Final = HOUR_US
"""So long after it was last seen an event is taken to stand still when nobody told its end."""
_FOUND_KEPT: Final = 50_000
LONGEST_DWELL_S: Final = 24 * 3600
LONGEST_GAP_S: Final = 7 * 86_400
_USUAL_GAP_S: Final = MERGE_GAP_US // SECOND_US


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What a find of a category has to be, before one camera (its asset) or before all.

    `least_score` is a part of one; a source that tells no score has judged by itself and passes. `dwell_s` is how long
    it must have stood. Outside of `hours` it does not count. Repeats within `merge_gap_s` at the same camera are one
    event; with `zones_apart` only those of the same zone. `version` counts the changes; one that is not on lets
    everything through and merges as usual.
    """

    category: str = EVERY
    camera: str = EVERY
    is_on: bool = False
    least_score: float = 0.0
    dwell_s: int = 0
    hours: Hours = ALWAYS
    merge_gap_s: int = _USUAL_GAP_S
    zones_apart: bool = False
    version: int = 0
    updated_us: int = 0
    updated_by: str = ""


OPEN: Final = Gate()
"""What holds where no gate is in force."""


def gate_problems(gate: Gate) -> Iterator[Text]:
    """Yield what is wrong with a gate that somebody wants to save."""
    if not 0.0 <= gate.least_score <= 1.0:
        yield Text("最低置信度须在 0 到 1 之间，如 0.4", "least score: a part of one, such as 0.4")
    if not 0 <= gate.dwell_s <= LONGEST_DWELL_S:
        yield Text("停留时长须在 0 秒到 24 小时之间", "dwell: from 0 seconds to 24 hours")
    if not 0 <= gate.merge_gap_s <= LONGEST_GAP_S:
        yield Text("合并间隔须在 0 秒到 7 天之间", "cool-down: from 0 seconds to 7 days")
    yield from window_problems(gate.hours)


class Find(NamedTuple):
    """What is known of an event when it is judged.

    `camera` is its asset and `spot` where that stands, None while it is not registered. `dwell_s` is how long the
    source says that it has stood.
    """

    category: str | None
    camera: str | None
    spot: Position | None
    zone: str | None
    score: float | None
    first_us: int
    last_us: int
    ended_us: int | None
    dwell_s: float | None


class Passage(NamedTuple):
    """Whether an event goes into the queue; else what holds it, and when time alone may change that.

    `by` is the number of the place or permit that allows it.
    """

    because: HeldBecause | None = None
    by: str | None = None
    due_us: int | None = None

    @property
    def state(self) -> EventState:
        """Return the state that follows."""
        return EventState.WAITING if self.because is None else EventState.HELD


THROUGH: Final = Passage()


def grown(known: KnownCameraEvent, find: Find, report: CameraEventReport) -> Find:
    """Return what is known of an event after a further report of it; `find` is what the report says by itself."""
    ended_us = max(known.first_us, report.at_us) if report.phase is Phase.END else known.ended_us
    reopened = not known.same_reference and report.phase is not Phase.END
    return find._replace(
        category=report.category if known.same_reference and report.category is not None else known.category,
        zone=known.zone,
        score=_most(known.confidence, report.confidence),
        first_us=min(known.first_us, find.first_us) if known.same_reference else known.first_us,
        last_us=max(known.last_us, report.at_us),
        ended_us=None if reopened else ended_us,
        dwell_s=_most(known.dwell_s, report.dwell_s),
    )


def _most(one: float | None, other: float | None) -> float | None:
    return max((each for each in (one, other) if each is not None), default=None)


def until_us(find: Find, now_us: int) -> int:
    """Return until when an event is taken to have stood: its end, else now, but no more than an hour after the last
    that was seen of it.

    So a source that tells one start and nothing more is let through in time, one that tells an end before is not, and
    what was seen at night is not taken to be there in the morning.
    """
    return min(now_us, find.last_us + BELIEVED_US) if find.ended_us is None else find.ended_us


def stood_s(find: Find, now_us: int) -> float:
    """Return how long it has stood: as its source says, or from its beginning on, whichever is longer."""
    return max((until_us(find, now_us) - find.first_us) / SECOND_US, find.dwell_s or 0.0)


@dataclass(frozen=True, kw_only=True)
class Gatekeeper:
    """All gates, places and permits as of one moment, by which events are judged without asking the database again."""

    gates: Mapping[tuple[str, str], Gate] = field(default_factory=dict)
    allowances: Mapping[str, tuple[Allowance, ...]] = field(default_factory=dict)
    spots: Mapping[int, Position] = field(default_factory=dict)
    zone: tzinfo
    _found: dict[tuple[str | None, str | None, Position | None, str | None], tuple[Allowance, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        gates: Iterable[Gate],
        allowances: Iterable[Allowance],
        spots: Mapping[int, Position],
        zone: tzinfo,
    ) -> Gatekeeper:
        """Return a keeper; `spots` tell by the key of each camera's asset where it stands."""
        by_category: dict[str, list[Allowance]] = {}
        for each in allowances:
            for category in each.categories:
                by_category.setdefault(category, []).append(each)
        return cls(
            gates={(gate.category, gate.camera): gate for gate in gates if gate.is_on},
            allowances={category: tuple(found) for category, found in by_category.items()},
            spots=spots,
            zone=zone,
        )

    def gate(self, category: str | None, camera: str | None) -> Gate:
        """Return the gate in force: of this category and camera, of the category, of everything, else the open one."""
        wanted = ((category or EVERY, camera or EVERY), (category or EVERY, EVERY), (EVERY, EVERY))
        return next((gate for key in wanted if (gate := self.gates.get(key)) is not None), OPEN)

    def judge(self, find: Find, now_us: int) -> Passage:
        """Return whether the event goes into the queue now, else the first thing that keeps it out."""
        gate = self.gate(find.category, find.camera)
        if find.score is not None and find.score < gate.least_score:
            return Passage(HeldBecause.SCORE)
        at_us = until_us(find, now_us)
        held = self._allowed(find, at_us) or _outside_hours(gate, at_us, self.zone) or _too_short(gate, find, at_us)
        return THROUGH if held is None else held._replace(due_us=_while_believed(find, held.due_us))

    def _around(self, find: Find) -> tuple[Allowance, ...]:
        """What may allow it, permits first; a camera stands still, so where it lies is looked up once."""
        known = self.allowances.get(find.category or EVERY, ())
        if not known:
            return ()
        key = (find.category, find.camera, find.spot, find.zone)
        try:
            return self._found[key]
        except KeyError:
            pass
        seen = Seen(find.camera, find.spot, find.zone)
        found = tuple(sorted((each for each in known if each.ground.holds(seen)), key=_permits_first))
        if len(self._found) >= _FOUND_KEPT:
            self._found.clear()
        self._found[key] = found
        return found

    def _allowed(self, find: Find, at_us: int) -> Passage | None:
        by = next((each for each in self._around(find) if each.is_open(at_us, self.zone)), None)
        if by is None:
            return None
        because = HeldBecause.PERMIT if by.kind is AllowanceKind.PERMIT else HeldBecause.ALLOWED_PLACE
        return Passage(because, by.number, by.closes_us(at_us, self.zone))


def _permits_first(allowance: Allowance) -> bool:
    """They are the narrower word."""
    return allowance.kind is not AllowanceKind.PERMIT


def _outside_hours(gate: Gate, at_us: int, zone: tzinfo) -> Passage | None:
    if gate.hours.hold(at_us, zone):
        return None
    return Passage(HeldBecause.HOURS, due_us=gate.hours.turn_us(at_us, zone))


def _too_short(gate: Gate, find: Find, at_us: int) -> Passage | None:
    if stood_s(find, at_us) >= gate.dwell_s:
        return None
    return Passage(HeldBecause.DWELL, due_us=find.first_us + gate.dwell_s * SECOND_US)


def _while_believed(find: Find, due_us: int | None) -> int | None:
    """Time alone changes nothing of what has ended, nor of what is no longer taken to stand by then."""
    if due_us is None or find.ended_us is not None or due_us > find.last_us + BELIEVED_US:
        return None
    return due_us


NO_GATES: Final = Gatekeeper(zone=UTC)
"""Lets everything through."""
