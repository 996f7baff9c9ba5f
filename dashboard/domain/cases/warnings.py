"""Warnings of clocks: when the lamp turns yellow and red, who is told, and what is supervised by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case, Flag, Units
from dashboard.domain.cases.states import CaseState
from dashboard.domain.cases.timing import step_of, whole_lamp
from dashboard.domain.catalogue.records import Step
from dashboard.domain.durations import DAY_US
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person

OVERDUE: Final = "overdue"
"""Why the clock supervises a case, as timelines and the audit log keep it."""


class WarnedClock(StrEnum):
    """Which clock of a case. The values are stored: they never change."""

    WHOLE = "whole"
    STEP = "step"


WARNED_LAMPS: Final = (Lamp.YELLOW, Lamp.RED)
"""At 80 % of the limit, and when it is used up."""


class SuspensionBounds(NamedTuple):
    """A suspension does not end by itself that has no end, should have ended so long ago, or lasts so long."""

    longest_us: int = 365 * DAY_US
    overdue_us: int = DAY_US


USUAL_BOUNDS: Final = SuspensionBounds()


class CaseWarning(NamedTuple):
    """A lamp of a case that has turned and of which nobody was told.

    `run` tells apart what may be warned of anew: of the whole clock how often it was extended, of a step its deadline.
    """

    case_key: int
    number: str
    state: CaseState
    clock: WarnedClock
    lamp: Lamp
    run: int
    due_us: int
    units: Units
    flags: frozenset[Flag]

    @property
    def escalates(self) -> bool:
        """Whether the case is to be supervised (督办): the whole of it is late and it is not supervised yet."""
        return self.clock is WarnedClock.WHOLE and self.lamp is Lamp.RED and Flag.SUPERVISED not in self.flags


def late_already(case: Case, now_us: int) -> CaseWarning | None:
    """Return the warning of an open case whose whole clock is used up; None of any other."""
    if case.ended or case.times.handled_us is not None or whole_lamp(case, now_us) is not Lamp.RED:
        return None
    assert case.clocks.due_us is not None
    return CaseWarning(
        case_key=case.case_key,
        number=case.number,
        state=case.state,
        clock=WarnedClock.WHOLE,
        lamp=Lamp.RED,
        run=case.counts.extensions,
        due_us=case.clocks.due_us,
        units=case.units,
        flags=case.flags,
    )


_HOLDERS: Final[Mapping[Step, tuple[Post, ...]]] = {
    Step.REGISTER: (Post.INTAKE_CLERK,),
    Step.VERIFY: (Post.INTAKE_CLERK,),
    Step.FILE: (Post.DUTY_CHIEF,),
    Step.DISPATCH: (Post.DISPATCHER,),
    Step.HANDLE: (Post.SQUAD_LEADER,),
    Step.CHECK: (Post.INTAKE_CLERK,),
    Step.CLOSE: (Post.DUTY_CHIEF,),
}
"""Whose step it is, by post; the leader is that of the squads that have the case."""
_OF_SQUAD: Final = frozenset({Post.SQUAD_LEADER, Post.DEPUTY_SQUAD_LEADER})


def told_posts(warning: CaseWarning) -> tuple[Post, ...]:
    """Return the posts that are told: whose step it is; when it is late, the duty chief and in the squad the deputy
    too; when the whole case is late, the leader of the bureau."""
    step = step_of(warning.state)
    posts = _HOLDERS[step] if step is not None else ()
    if warning.lamp is Lamp.RED:
        deputy = (Post.DEPUTY_SQUAD_LEADER,) if step is Step.HANDLE else ()
        posts = (*posts, *deputy, Post.DUTY_CHIEF)
        if warning.clock is WarnedClock.WHOLE:
            posts = (*posts, Post.BUREAU_LEADER)
    return tuple(dict.fromkeys(posts))


def told_people(warning: CaseWarning, people: Iterable[Person]) -> tuple[str, ...]:
    """Return the numbers of who is told: those who have the posts, and whoever has the case or checks it."""
    posts, units = set(told_posts(warning)), warning.units
    squads = {units.squad, units.second_squad} - {None}
    named = {units.assignee, units.checker} - {None}
    return tuple(
        person.number
        for person in people
        if person.number in named
        or (person.post in posts and (person.post not in _OF_SQUAD or person.squad in squads) and not person.left_us)
    )


def told_of(warning: CaseWarning, people: Iterable[Person]) -> Mapping[str, Any]:
    """Return what the timeline keeps of a warning."""
    step = step_of(warning.state)
    return {
        "clock": warning.clock.value,
        "lamp": warning.lamp.value,
        "step": None if step is None else step.value,
        "due_us": warning.due_us,
        "posts": [post.value for post in told_posts(warning)],
        "people": list(told_people(warning, people)),
    }
