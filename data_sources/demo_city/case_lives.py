"""The lives of the demo's cases, moved by the rules of the product itself: its steps, its clocks, its timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.cases.entries import moved_entry
from dashboard.domain.cases.records import Approval, Case, CaseEntry, EntryKind, Pending, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.cases.stepping import stepped
from dashboard.domain.cases.timing import Frozen, Rules, timed
from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US
from dashboard.domain.rights import Actor, Means, Role
from data_sources.demo_city import case_waits as waits
from data_sources.demo_city.case_fates import Fate
from data_sources.demo_city.chance import Dice

_NO_RIGHTS: Final[Mapping[Any, Any]] = {}
_NOTHING: Final[Mapping[str, Any]] = {}
TOOK_MS: Final = 12.0
"""How long the rules take to decide, about."""


def person(name: str) -> Actor:
    """Return who did something, by the name that records keep."""
    return Actor(name, Role.OFFICER, _NO_RIGHTS, Means.SESSION)


SEAT: Final = person("operator")
CHIEF: Final = person("dispatcher")
MANAGER: Final = person("manager")
ITSELF: Final = Actor("system", Role.ADMINISTRATOR, _NO_RIGHTS, Means.SYSTEM)


class _NotYet(Exception):
    """What comes next lies in the future."""


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Who has to do with a case: the unit it is for, another one, and persons; the rule that sends it there if any."""

    unit: Units
    other: Units
    handler: str
    other_handler: str
    leader: str
    checker: str
    rule: DispatchRule | None = None


class Life:
    """A case on its way, no further than a moment. Each step is computed as if somebody had taken it then."""

    def __init__(self, case: Case, rules: Rules, dice: Dice, until_us: int) -> None:
        self.case = timed(None, case, rules, case.times.reported_us)
        self.entries: list[CaseEntry] = [_reported(self.case)]
        self.now_us = case.times.reported_us
        self._rules = rules
        self._dice = dice
        self._until_us = until_us

    def live(self, fate: Fate, crew: Crew) -> None:
        """Go the whole way of a fate, or as far as the present."""
        self._fate, self._crew = fate, crew
        try:
            self._come_in()
        except _NotYet:
            return

    def _come_in(self) -> None:
        if self.case.state is CaseState.SELF_DONE:
            self._stay()
            self._step(Action.APPROVE, person(self._crew.leader), self._minutes(waits.APPROVES_SELF_DONE))
            return
        self._stay()
        if self._fate.is_public:
            self._step(
                Action.VERIFY, SEAT, self._minutes(waits.SENDS_TO_VERIFY), units=Units(checker=self._crew.checker)
            )
            answer = Action.REJECT if self._fate.rejected else Action.VERIFY
            self._step(answer, person(self._crew.checker), self._minutes(waits.VERIFIES))
        else:
            answer = Action.REJECT if self._fate.rejected else Action.REGISTER
            self._step(answer, SEAT, self._minutes(waits.RECEIVES))
        if not self.case.ended:
            self._be_filed()

    def _be_filed(self) -> None:
        self._step(Action.FILE, CHIEF, self._minutes(waits.FILES))
        if self._fate.voided:
            self._step(Action.VOID, SEAT, self._minutes(waits.VOIDS))
            self._step(Action.APPROVE, CHIEF, self._minutes(waits.AGREES_TO_VOID))
            return
        self._be_dispatched()
        if self._fate.forced:
            self._step(Action.FORCE_CLOSE, CHIEF, self._minutes(waits.FORCES))
            self._step(Action.APPROVE, MANAGER, self._minutes(waits.AGREES_TO_FORCE))
            return
        self._be_handled()

    def _be_dispatched(self) -> None:
        """By the rule if one fits; what comes back is dispatched by hand, and a rule was wrong then."""
        rule, crew = self._crew.rule, self._crew
        if rule is not None:
            told = {"rule": rule.name, "rule_id": rule.rule_key, "rule_version": rule.version, "took_ms": TOOK_MS}
            self._step(Action.DISPATCH, ITSELF, 0, told=told, units=crew.unit)
        if not self._fate.returned:
            if rule is None:
                self._step(Action.DISPATCH, CHIEF, self._minutes(waits.DISPATCHES), units=crew.unit)
            return
        if rule is None:
            self._step(Action.DISPATCH, CHIEF, self._minutes(waits.DISPATCHES_WRONGLY), units=crew.other)
        self._step(Action.RETURN, person(crew.leader), self._minutes(waits.RETURNS))
        self._step(Action.APPROVE, CHIEF, self._minutes(waits.TAKES_BACK))
        if rule is not None:
            self._crew = replace(crew, unit=crew.other, handler=crew.other_handler)
        self._step(Action.DISPATCH, CHIEF, self._minutes(waits.DISPATCHES), units=self._crew.unit)

    def _be_handled(self) -> None:
        handler = person(self._crew.handler)
        self._step(Action.ACCEPT, handler, self._minutes(waits.ACCEPTS), units=Units(assignee=self._crew.handler))
        if self._fate.extended:
            self._be_extended(handler)
        if self._fate.suspended:
            self._be_suspended(handler)
        if self._fate.commented:
            self._step(Action.COMMENT, MANAGER, self._minutes(waits.COMMENTS))
        self._work(handler, self._done_us())
        self._be_checked(handler)

    def _be_extended(self, handler: Actor) -> None:
        """Asked for while there is time, decided by two."""
        due_us = self.case.clocks.due_us
        wait_us = self._minutes(waits.ASKS_FOR_TIME)
        if due_us is None or self.now_us + wait_us >= due_us:
            return
        self._step(Action.EXTEND, handler, wait_us)
        self._step(Action.APPROVE, person(self._crew.leader), self._minutes(waits.LEADER_GIVES_TIME))
        self._step(Action.APPROVE, CHIEF, self._minutes(waits.CHIEF_GIVES_TIME))

    def _be_suspended(self, handler: Actor) -> None:
        until_us = self.now_us + self._dice.randrange(*waits.SUSPENDED_DAYS) * DAY_US
        self._step(Action.SUSPEND, handler, self._minutes(waits.ASKS_TO_SUSPEND), until_us=until_us)
        self._step(Action.APPROVE, CHIEF, self._minutes(waits.SUSPENDS))
        self._step_at(Action.RESUME, ITSELF, until_us)

    def _done_us(self) -> int:
        """When so much of the limit is used up as the fate says."""
        whole = Frozen.from_json(self.case.clocks.frozen).whole
        assert whole is not None, "a case that was filed has a clock"
        at_us = whole.reached_us(self._rules.calendar, self._fate.done_percent)
        return max(at_us, self.now_us + self._minutes(waits.WORKS_AT_LEAST))

    def _work(self, handler: Actor, done_us: int) -> None:
        """On the way, on the spot, done."""
        arrived_us = self.now_us + int((done_us - self.now_us) * self._dice.uniform(*waits.ARRIVES_AFTER))
        way_us = min(self._minutes(waits.WAY), (arrived_us - self.now_us) // 2)
        self._step_at(Action.DEPART, handler, arrived_us - way_us)
        place, off = self.case.place, self._dice.uniform(-1.5e-4, 1.5e-4)
        lon, lat = round(place.lon + off, 6), round(place.lat + off / 2, 6)
        self._step_at(
            Action.ARRIVE, handler, arrived_us, lon=lon, lat=lat, accuracy_m=float(self._dice.randrange(4, 20))
        )
        late_us = (self.case.clocks.due_us or done_us) + self._minutes(waits.SUPERVISES_LATE)
        if self._fate.supervised and self.now_us < late_us < done_us:
            self._step_at(Action.SUPERVISE, MANAGER, late_us)
        self._step_at(Action.FEEDBACK, handler, done_us)

    def _be_checked(self, handler: Actor) -> None:
        self._look()
        if self._fate.reworked:
            self._step(Action.REWORK, person(self._crew.checker), self._minutes(waits.FINDS_FAULT))
            self._step(
                Action.ACCEPT, handler, self._minutes(waits.ACCEPTS_AGAIN), units=Units(assignee=self._crew.handler)
            )
            self._work(handler, self.now_us + self._minutes(waits.WORKS_AGAIN))
            self._look()
        self._step(Action.CHECK, person(self._crew.checker), self._minutes(waits.CHECKS))
        self._step(Action.CLOSE, CHIEF, self._minutes(waits.CLOSES))
        if self.case.on_time is False and self._fate.excused:
            self._step(Action.EXEMPT, handler, self._dice.randrange(2, 30) * HOUR_US)
            self._step(Action.APPROVE, CHIEF, self._dice.randrange(1, 20) * HOUR_US)
            self._step(Action.APPROVE, MANAGER, self._dice.randrange(1, 40) * HOUR_US)

    def _look(self) -> None:
        self._step(Action.CHECK, SEAT, self._minutes(waits.SENDS_TO_CHECK), units=Units(checker=self._crew.checker))

    def _minutes(self, range_min: waits.Minutes) -> int:
        return int(self._dice.uniform(*range_min) * self._fate.pace * MINUTE_US)

    def _step(
        self, action: Action, actor: Actor, wait_us: int, told: Mapping[str, Any] = _NOTHING, **move: Any
    ) -> None:
        self._step_at(action, actor, self.now_us + wait_us, told, **move)

    def _step_at(
        self, action: Action, actor: Actor, at_us: int, beside: Mapping[str, Any] = _NOTHING, **move: Any
    ) -> None:
        """Take a step at a moment. Raises _NotYet when that lies in the future, or when it shall stay where it is."""
        at_us = max(at_us, self.now_us)
        if at_us > self._until_us:
            raise _NotYet
        reasons = waits.REASONS.get(action, ("",))
        told = Move(action=action, reason=self._dice.choice(reasons), **move)
        before = self.case
        after = timed(before, stepped(before, told, actor, at_us), self._rules, at_us)
        self.case = replace(after, revision=before.revision + 1)
        self.entries.append(moved_entry(before, self.case, told, actor, at_us, beside))
        self.now_us = at_us
        self._stay()

    def _stay(self) -> None:
        if self.case.state is self._fate.stays:
            raise _NotYet


def reported_as(case: Case, fate: Fate) -> Case:
    """Return a new case as its reporter leaves it: put right on the spot, or not."""
    if not fate.self_done:
        return case
    pending = Pending(Approval.SELF_DONE, "", case.origin.reporter, case.times.reported_us)
    return replace(case, state=CaseState.SELF_DONE, pending=pending)


def _reported(case: Case) -> CaseEntry:
    told: dict[str, Any] = {
        "to": case.state.value,
        "source": case.origin.source.value,
        "photos": [],
        "step_due_us": case.clocks.step_due_us,
    }
    by = None if case.origin.source in (Source.AI, Source.IOT) else case.origin.reporter
    return CaseEntry(0, case.times.reported_us, EntryKind.STEP, "report", by, case.description, told)


def of_case(entries: Sequence[CaseEntry], key: int) -> list[CaseEntry]:
    """Return the entries as those of a stored case."""
    return [each._replace(case_key=key) for each in entries]
