"""Use case: pick somebody on duty at random, look, and write down what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Final

from dashboard.domain.inspections.picking import COUNTS_US, pick
from dashboard.domain.inspections.records import NOTE_LENGTH, Inspection, Mark, Point
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound
from dashboard.ports.inspections import InspectionStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.positions.recording import read_duty

SHOWN: Final = 30
Chance = Callable[[], float]
"""Returns a number from 0 to below 1 that nobody can foresee."""
_NOBODY: Final = Text("现在没有可抽查的在岗人员", "nobody is on duty who could be picked now")
_GONE: Final = Text("没有这次督查", "there is no such inspection")
_DONE: Final = Text("这次督查已填写，不能再改", "this inspection was filled in already and is not changed any more")
_ANOTHERS: Final = Text("只有抽取人可以填写", "only who picked it fills it in")
_ALL_POINTS: Final = Text("每一项都要选择", "mark each point")
_NOTE: Final = Text(f"说明最多 {NOTE_LENGTH} 字", f"the note has at most {NOTE_LENGTH} characters")


class Inspections:
    """Picks and records. Each method raises Forbidden, and Unavailable; nothing was changed then."""

    def __init__(self, store: InspectionStore, clock: Clock, zone: tzinfo, chance: Chance) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._chance = chance

    def pick(self, actor: Actor, squad: str | None = None) -> Inspection:
        """Pick somebody of those on duty who are signed in, never oneself. Raises Conflict when there is nobody."""
        require(actor, Permission.INSPECT, Target(squad=squad))
        at_us = self._clock()
        with self._store.begin() as work:
            there = read_duty(work, at_us, self._zone).on_duty(at_us)
            squad_of = {each.number: each.squad for each in work.people()}
            candidates = [
                number
                for number, duty in there.items()
                if duty.attendance is not None
                and number != actor.person
                and squad_of.get(number) is not None
                and squad in (None, squad_of[number])
            ]
            if not candidates:
                raise Conflict(_NOBODY)
            picked, chance = work.times_picked(at_us - COUNTS_US), self._chance()
            person = pick(candidates, picked, chance)
            found = Inspection(
                0, actor.name, person, squad_of[person], at_us, len(candidates), picked.get(person, 0), chance
            )
            key = work.add_inspection(found)
            told = {"inspection": key, "candidates": len(candidates), "chance": chance}
            work.note_in_audit(actor, "pick_inspection", person, told, at_us)
        return found._replace(inspection_key=key)

    def fill_in(self, key: int, marks: Mapping[str, str], note: str, actor: Actor) -> None:
        """Write down what was found, once. Raises NotFound, Conflict, and BadInput unless each point has a mark."""
        require(actor, Permission.INSPECT)
        if set(marks) != set(Point) or not set(marks.values()) <= set(Mark):
            raise BadInput(_ALL_POINTS)
        if len(note) > NOTE_LENGTH:
            raise BadInput(_NOTE)
        with self._store.begin() as work:
            inspection = work.inspection(key)
            if inspection is None:
                raise NotFound(_GONE)
            if inspection.inspector != actor.name:
                raise Forbidden(_ANOTHERS)
            found = {Point(point): Mark(mark) for point, mark in marks.items()}
            if not work.end_inspection(key, found, note.strip(), self._clock()):
                raise Conflict(_DONE)
            bad = [point.value for point, mark in found.items() if mark is Mark.BAD]
            told = {"inspection": key, "bad": bad}
            work.note_in_audit(actor, "fill_in_inspection", inspection.person, told, self._clock())

    def listed(self, actor: Actor, squad: str | None = None) -> Sequence[Inspection]:
        """Return the newest inspections, of those whom the right reaches."""
        require(actor, Permission.INSPECT)
        with self._store.look() as work:
            found = work.inspections(squad, SHOWN)
        return [each for each in found if decide(actor, Permission.INSPECT, Target(squad=each.squad)).allowed]
