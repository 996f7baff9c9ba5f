"""Whether what is stored of a case's clocks comes out again from its frozen rules and its timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.cases.clocks import Clock, started
from dashboard.domain.cases.limits import Limit
from dashboard.domain.cases.records import Approval, Case, CaseEntry, Clocks
from dashboard.domain.cases.states import ENDED, Action, CaseState
from dashboard.domain.cases.timing import Frozen, TimedStep, step_of, with_clocks
from dashboard.domain.catalogue.records import AreaClass, Step
from dashboard.domain.catalogue.tree import Catalogue

_COLUMNS: Final = tuple(name for name in Clocks._fields if name not in ("frozen", "paused_until_us"))
_CLOCK: Final = ("spans", "extra", "is_stopped", "due_us", "yellow_us", "is_provisional")


class CaseDifference(NamedTuple):
    """What is stored of a case, and what comes out when it is computed."""

    number: str
    field: str
    stored: object
    computed: object


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What a case is computed again from: calendars by version, catalogues by number (None: there is none)."""

    calendar: Callable[[str], WorkCalendar]
    catalogue: Callable[[int], Catalogue | None]


class _Replayed(NamedTuple):
    """The clocks as the timeline makes them."""

    whole: Clock | None
    step: TimedStep | None
    steps: tuple[TimedStep, ...]


def differences(case: Case, entries: Sequence[CaseEntry], sources: Sources) -> Iterator[CaseDifference]:
    """Yield every difference of a case; `entries` are its own, in the order in which they were written.

    Of a case without a timeline from its report on (brought in from another system) only what is frozen is computed;
    one without frozen rules has nothing to compute. Raises NotFound for a calendar that is not kept, BadInput for
    frozen rules that cannot be read.
    """
    frozen = Frozen.from_json(case.clocks.frozen)
    if frozen == Frozen():
        return
    moves = [entry for entry in entries if "to" in entry.data and entry.what != Action.MERGE]
    if moves and moves[0].what == "report":
        replayed = _replay(moves, frozen, sources)
        yield from _of_clocks(case.number, frozen, replayed)
        if (handled_us := _handled_us(moves)) != case.times.handled_us:
            yield CaseDifference(case.number, "handled_us", case.times.handled_us, handled_us)
        computed = replace(frozen, whole=replayed.whole, step=replayed.step, steps=replayed.steps)
    else:
        computed = replace(frozen, whole=_anew(frozen.whole, sources), step=_step_anew(frozen.step, sources))
        yield from _of_clocks(case.number, frozen, _Replayed(computed.whole, computed.step, frozen.steps))
    yield from _of_limit(case, frozen, sources)
    yield from _of_columns(case, computed)


def _of_clocks(number: str, stored: Frozen, computed: _Replayed) -> Iterator[CaseDifference]:
    yield from _of_clock(number, "whole", stored.whole, computed.whole)
    pairs = [(each.step, each.clock) for each in (*stored.steps, *_one(stored.step))]
    others = [(each.step, each.clock) for each in (*computed.steps, *_one(computed.step))]
    if [step for step, _ in pairs] != [step for step, _ in others]:
        yield CaseDifference(number, "steps", _names(pairs), _names(others))
        return
    for place, ((step, clock), (_, other)) in enumerate(zip(pairs, others, strict=True)):
        yield from _of_clock(number, f"steps[{place}] {step.value}", clock, other)


def _of_clock(number: str, name: str, stored: Clock | None, computed: Clock | None) -> Iterator[CaseDifference]:
    if stored is None or computed is None:
        if stored is not computed:
            yield CaseDifference(number, name, stored and stored.due_us, computed and computed.due_us)
        return
    for field in _CLOCK:
        was, now = getattr(stored, field), getattr(computed, field)
        if was != now:
            yield CaseDifference(number, f"{name}.{field}", was, now)


def _of_limit(case: Case, frozen: Frozen, sources: Sources) -> Iterator[CaseDifference]:
    """The limit of the whole is that of the catalogue that held at the filing."""
    if frozen.whole is None or frozen.catalogue is None:
        return
    catalogue = sources.catalogue(frozen.catalogue)
    if catalogue is None:
        yield CaseDifference(case.number, "catalogue", frozen.catalogue, None)
        return
    limit = _limit_in(catalogue, case.category, frozen)
    if limit != frozen.whole.limit:
        yield CaseDifference(case.number, "whole.limit", frozen.whole.limit, limit)


def _limit_in(catalogue: Catalogue, category: str, frozen: Frozen) -> Limit:
    area_class = AreaClass(frozen.area_class) if frozen.area_class else None
    chosen = catalogue.standard_for(category, frozen.condition, area_class)
    return catalogue.step_limit(Step.HANDLE) if chosen is None else chosen.standard.limit


def _of_columns(case: Case, computed: Frozen) -> Iterator[CaseDifference]:
    """What the database compares with now, and the verdict."""
    again = with_clocks(case, case, computed, case.times.ended_us or case.times.reported_us)
    since_us, paused_us = _pauses(computed)
    clocks = again.clocks._replace(paused_since_us=since_us, paused_us=paused_us)
    for field in _COLUMNS:
        was, now = getattr(case.clocks, field), getattr(clocks, field)
        if was != now:
            yield CaseDifference(case.number, field, was, now)
    if again.on_time != case.on_time:
        yield CaseDifference(case.number, "on_time", case.on_time, again.on_time)


def _pauses(computed: Frozen) -> tuple[int | None, int]:
    """Since when it is paused, and for how long it was before."""
    whole = computed.whole
    if whole is None:
        return None, 0
    ends = [span.until_us for span in whole.spans]
    gaps = zip(ends, whole.spans[1:], strict=False)
    paused_us = sum(after.from_us - (end or after.from_us) for end, after in gaps)
    return whole.spans[-1].until_us if whole.is_paused else None, paused_us


def _replay(moves: Sequence[CaseEntry], frozen: Frozen, sources: Sources) -> _Replayed:
    whole: Clock | None = None
    step: TimedStep | None = None
    steps: list[TimedStep] = []
    stored = iter((*frozen.steps, *_one(frozen.step)))
    for move in moves:
        state = CaseState(move.data["to"])
        whole = _moved(whole, move, state, frozen, sources)
        wanted = step_of(state)
        wanted = None if wanted is Step.HANDLE and whole is not None else wanted
        if step is not None and step.step is wanted:
            continue
        if step is not None:
            calendar = sources.calendar(step.clock.calendar)
            steps.append(step._replace(clock=step.clock.stop(calendar, move.at_us)))
        step = None if wanted is None else _begun(wanted, next(stored, None), move.at_us, sources)
    return _Replayed(whole, step, tuple(steps))


def _handled_us(moves: Sequence[CaseEntry]) -> int | None:
    """When the unit was done for good: what was returned or failed its check was not."""
    handled_us = None
    for move in moves:
        if move.what == Action.FEEDBACK:
            handled_us = move.at_us
        elif move.what == Action.REWORK or _is_granted(move, Approval.RETURN, CaseState.TO_DISPATCH):
            handled_us = None
        elif _is_granted(move, Approval.SELF_DONE, CaseState.CLOSED):
            handled_us = moves[0].at_us
    return handled_us


def _is_granted(move: CaseEntry, what: Approval, state: CaseState) -> bool:
    return move.what == Action.APPROVE and move.data.get("what") == what and move.data["to"] == state


def _begun(step: Step, stored: TimedStep | None, at_us: int, sources: Sources) -> TimedStep | None:
    """A step has the limit that was frozen into it; a step that nothing is stored of is told by its name alone."""
    if stored is None:
        return None
    return TimedStep(step, started(sources.calendar(stored.clock.calendar), stored.clock.limit, at_us))


def _moved(whole: Clock | None, move: CaseEntry, state: CaseState, frozen: Frozen, sources: Sources) -> Clock | None:
    if frozen.whole is None:
        return None
    calendar = sources.calendar(frozen.whole.calendar)
    if whole is None:
        is_filing = move.what == Action.FILE and state is CaseState.TO_DISPATCH
        return started(calendar, frozen.whole.limit, move.at_us) if is_filing else None
    if whole.is_stopped:
        return whole
    before = move.data.get("from")
    if move.what == Action.APPROVE and before == CaseState.DELAY_REQ and state is CaseState.HANDLING:
        whole = whole.extend(calendar)
    if state in ENDED:
        return whole.stop(calendar, move.at_us)
    if state is CaseState.HUNG and not whole.is_paused:
        return whole.pause(move.at_us)
    return whole.resume(calendar, move.at_us) if whole.is_paused and state is not CaseState.HUNG else whole


def _anew(clock: Clock | None, sources: Sources) -> Clock | None:
    return None if clock is None else clock.timed(sources.calendar(clock.calendar))


def _step_anew(step: TimedStep | None, sources: Sources) -> TimedStep | None:
    return None if step is None else step._replace(clock=step.clock.timed(sources.calendar(step.clock.calendar)))


def _one(step: TimedStep | None) -> tuple[TimedStep, ...]:
    return () if step is None else (step,)


def _names(pairs: Sequence[tuple[Step, Clock]]) -> str:
    return " ".join(step.value for step, _ in pairs)
