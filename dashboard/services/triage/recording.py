"""Verdicts as they are written down, whoever gives them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.domain.rights import Actor, Means
from dashboard.domain.triage.states import Verdict
from dashboard.domain.triage.verdicts import Given, Judged, Saying, judged, problem_of
from dashboard.errors import Conflict
from dashboard.ports.event_verdicts import EventVerdicts

_MACHINES = frozenset({Means.SYSTEM, Means.PROGRAM})


def record(work: EventVerdicts, event: Judged, saying: Saying, actor: Actor, at_us: int) -> Judged:
    """Write a verdict down for which there is no problem, and return the event after it."""
    by_person = actor.means not in _MACHINES
    after = judged(event, saying, actor.name, at_us, by_person=by_person)
    given = Given(
        event_key=event.event_key, at_us=at_us, by=actor.name, saying=saying, before=event.state, by_person=by_person
    )
    return replace(after, verdict_key=work.give_verdict(given, after))


def become_case(work: EventVerdicts, event_key: int, case_key: int, actor: Actor, at_us: int) -> None:
    """Write down that a case bears the event. Raises Conflict for one that is another event once more."""
    event, saying = work.judged_event(event_key), Saying(verdict=Verdict.CONVERT, case_key=case_key)
    if event is None:
        return
    problem = problem_of(event, saying)
    if problem is not None:
        raise Conflict(problem)
    record(work, event, saying, actor, at_us)
