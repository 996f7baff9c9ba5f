"""Use case: what the clock does to cases: warnings and supervision, the end of suspensions, deadlines counted anew."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Clock, Lamp, recompute
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.cases.stepping import stepped
from dashboard.domain.cases.timing import Frozen, TimedStep, timed, with_clocks
from dashboard.domain.cases.warnings import (
    OVERDUE,
    USUAL_BOUNDS,
    WARNED_LAMPS,
    CaseWarning,
    SuspensionBounds,
    WarnedClock,
    told_of,
)
from dashboard.domain.feeds import Feed
from dashboard.domain.people.records import Person
from dashboard.domain.rights import Actor, system
from dashboard.domain.squads.merging import heir_units, heirs
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.case_watching import CaseWatchStore, CaseWatchWork, EndlessSuspension
from dashboard.ports.operations import LiveNotifier
from dashboard.services.cases.rules import CaseRules

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""How many cases one transaction holds, so that whoever writes beside it waits no longer than that takes; unless told
otherwise."""
A_TURN: Final = 4_000
"""After how many cases the worker's other tasks come round."""
HANDED_OVER: Final = "hand_over"
"""What the timeline calls it when another squad took over the one that has a case."""
_SHOWN: Final = 20
_CLOCK: Final[Actor] = system("clock")

Slice = Callable[[CaseWatchWork, int], tuple[int, int]]
"""Does what is due after a key; returns how much was found, and the last key (0 when nothing was found)."""


class CaseWatch:
    """The worker's tasks of cases; each returns how much it did and raises Unavailable.

    Whatever they do is one transaction with what makes sure that it is done once: the key of a warning, the state of a
    suspended case, the calendar of a deadline. So any worker may be killed at any moment, and several may run.
    """

    def __init__(
        self,
        store: CaseWatchStore,
        rules: CaseRules,
        notifier: LiveNotifier,
        suspensions: SuspensionBounds = USUAL_BOUNDS,
        *,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._suspensions = suspensions
        self._at_once = at_once
        self._refused: set[int] = set()

    def warn(self, now_us: int) -> int:
        """Tell of lamps that turned yellow or red, and put under supervision (督办) what is late as a whole."""
        kinds = [(clock, lamp) for clock in WarnedClock for lamp in WARNED_LAMPS]
        return sum(self._in_slices(_warner(clock, lamp, now_us, self._at_once)) for clock, lamp in kinds)

    def resume(self, now_us: int) -> int:
        """End the suspensions whose date has come; their clocks go on from that date."""

        def resume_some(work: CaseWatchWork, after: int) -> tuple[int, int]:
            keys = work.suspensions_due(now_us, after, self._at_once)
            return self._each(work, keys, lambda case: self._resumed(work, case, now_us))

        return self._in_slices(resume_some)

    def recompute(self, now_us: int) -> int:
        """Count provisional deadlines anew when the calendar has changed."""

        def recompute_some(work: CaseWatchWork, after: int) -> tuple[int, int]:
            calendar = self._rules.calendar(work)
            keys = work.provisional_cases(calendar.version, after, self._at_once)
            return self._each(work, keys, lambda case: _counted_anew(work, case, calendar, now_us))

        return self._in_slices(recompute_some)

    def hand_over(self, now_us: int) -> int:
        """Give open cases of squads that were merged to those that took them over."""

        def hand_over_some(work: CaseWatchWork, after: int) -> tuple[int, int]:
            taken_over = heirs(work.squads())
            keys = work.cases_of_merged_squads(after, self._at_once)
            return self._each(work, keys, lambda case: _handed_over(work, case, taken_over, now_us))

        return self._in_slices(hand_over_some)

    def name_endless(self, now_us: int) -> int:
        """Name suspensions that do not end in the log; return how many there are."""
        found = endless(self._store, self._suspensions, now_us)
        if found:
            log.warning("suspensions that do not end: %s", ", ".join(each.number for each in found))
        return len(found)

    def fold(self, _now_us: int) -> int:
        """Put together what is written down of how many cases ended; return how many rows fewer it is."""
        with self._store.begin() as work:
            return work.fold_tally()

    def _in_slices(self, slice_: Slice) -> int:
        done = after = 0
        while done < A_TURN:
            with self._store.begin() as work:
                found, after = slice_(work, after)
                feeds = work.bump([Feed.CASES]) if found else {}
            if not after:
                break
            done += found
            if feeds:
                self._notifier.publish([], feeds)
        return done

    def _each(self, work: CaseWatchWork, keys: Sequence[int], deed: Callable[[Case], bool]) -> tuple[int, int]:
        """Do it with each case by itself: one that cannot be read is named and keeps no other from its turn."""
        done = 0
        for key in keys:
            case = work.case(key)
            try:
                done += case is not None and deed(case)
            except (BadInput, Conflict, NotFound) as error:
                if key not in self._refused:
                    log.warning("the clock of the case %s cannot go on: %s", case and case.number, error)
                self._refused.add(key)
        return done, keys[-1] if keys else 0

    def _resumed(self, work: CaseWatchWork, case: Case, now_us: int) -> bool:
        if case.state is not CaseState.HUNG or case.clocks.paused_until_us is None:
            return False
        since_us = case.clocks.paused_since_us or case.clocks.paused_until_us
        at_us = min(max(case.clocks.paused_until_us, since_us), now_us)
        after = timed(case, stepped(case, Move(action=Action.RESUME), _CLOCK, at_us), self._rules.now(work), at_us)
        told = {"from": case.state.value, "to": after.state.value, "due_us": after.clocks.due_us}
        _save(work, case, after, CaseEntry(case.case_key, at_us, EntryKind.STEP, Action.RESUME.value, None, data=told))
        work.note_in_audit(_CLOCK, "case_resume", case.number, told, now_us)
        return True


def endless(store: CaseWatchStore, bounds: SuspensionBounds, now_us: int) -> Sequence[EndlessSuspension]:
    """Return suspended cases that do not end by themselves, the longest suspended first. Raises Unavailable."""
    with store.look() as work:
        return work.endless_suspensions(bounds, now_us, _SHOWN)


def _warner(clock: WarnedClock, lamp: Lamp, now_us: int, at_once: int) -> Slice:
    people: list[Person] = []

    def warn_some(work: CaseWatchWork, after: int) -> tuple[int, int]:
        found = work.due_warnings(clock, lamp, now_us, after, at_once)
        claimed = work.claim_warnings(found, now_us)
        if claimed:
            people[:] = people or work.people()
            work.add_case_entries([entry for each in claimed for entry in _entries(each, people, now_us)])
            _supervise(work, [each for each in claimed if each.escalates], now_us)
        return len(claimed), found[-1].case_key if found else 0

    return warn_some


def _supervise(work: CaseWatchWork, late: Sequence[CaseWarning], now_us: int) -> None:
    work.supervise_cases(late)
    for each in late:
        work.note_in_audit(_CLOCK, "case_supervise", each.number, {"why": OVERDUE}, now_us)


def _entries(warning: CaseWarning, people: Sequence[Person], now_us: int) -> Iterator[CaseEntry]:
    told = told_of(warning, people)
    yield CaseEntry(warning.case_key, now_us, EntryKind.CLOCK, "warn", None, data=told)
    if warning.escalates:
        told = {"why": OVERDUE, "due_us": warning.due_us, "posts": told["posts"], "people": told["people"]}
        yield CaseEntry(warning.case_key, now_us, EntryKind.SUPERVISION, Action.SUPERVISE.value, None, data=told)


def _counted_anew(work: CaseWatchWork, case: Case, calendar: WorkCalendar, now_us: int) -> bool:
    frozen = Frozen.from_json(case.clocks.frozen)

    def anew(clock: Clock) -> Clock:
        return recompute(clock, calendar)[0]

    step = frozen.step
    counted = replace(
        frozen,
        whole=frozen.whole if frozen.whole is None or frozen.whole.is_stopped else anew(frozen.whole),
        step=None if step is None else TimedStep(step.step, anew(step.clock)),
    )
    after = with_clocks(case, case, counted, now_us)
    work.keep_calendar(calendar.version, calendar.as_json())
    told = {
        "calendar": calendar.version,
        "was_due_us": case.clocks.due_us,
        "due_us": after.clocks.due_us,
        "was_step_due_us": case.clocks.step_due_us,
        "step_due_us": after.clocks.step_due_us,
        "provisional": after.clocks.provisional,
    }
    _save(work, case, after, CaseEntry(case.case_key, now_us, EntryKind.CLOCK, "recompute", None, data=told))
    return True


def _handed_over(work: CaseWatchWork, case: Case, taken_over: Mapping[str, str], now_us: int) -> bool:
    """No step and no dispatch: whoever works on it goes on, its clocks run on, and figures count no other unit."""
    units = heir_units(case.units, taken_over)
    if units == case.units:
        return False
    after = replace(case, units=units, last_unit=taken_over.get(case.last_unit, case.last_unit))
    told = {"squad": units.squad, "was": next(each for each in case.units[:2] if each in taken_over)}
    told |= {"second_squad": units.second_squad} if units.second_squad is not None else {}
    _save(work, case, after, CaseEntry(case.case_key, now_us, EntryKind.DISPATCH, HANDED_OVER, None, data=told))
    work.note_in_audit(_CLOCK, "case_hand_over", case.number, told, now_us)
    return True


def _save(work: CaseWatchWork, case: Case, after: Case, entry: CaseEntry) -> None:
    saved = work.save_case(replace(after, revision=case.revision + 1))
    assert saved, "the case is locked since it was found due"
    work.add_case_entries([entry])
