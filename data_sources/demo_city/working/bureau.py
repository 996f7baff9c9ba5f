"""The simulated bureau: it looks at the open cases, and lets everybody do what is due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.errors import Unavailable
from data_sources.demo_city.working.acting import Acting, Done, Outcome
from data_sources.demo_city.working.deeds import By, Deed, Looked
from data_sources.demo_city.working.keeping import Keeping, Moves, left_until_us
from data_sources.demo_city.working.reporting import Reporters
from data_sources.demo_city.working.seen import CaseSeen, seen

LOOKS_EACH_US: Final = 30 * SECOND_US
LOOKS_AT_MOST_EACH_US: Final = 3 * SECOND_US
"""Nobody looks more often, however fast the city runs."""
POSITIONS_EACH_US: Final = MINUTE_US
MOST_AT_ONCE: Final = 12
"""So many deeds a step at most; what is left is done in the next."""
TRIES_AGAIN_US: Final = 10 * MINUTE_US
_PAGE: Final = 500
_LOG: Final = logging.getLogger("xiuhua.bureau")


@dataclass
class _Known:
    """A case as it was looked at last, since when it is so, and what is next."""

    case: CaseSeen
    since_us: int
    skipped: set[Action] = field(default_factory=set)
    not_before_us: int = 0
    why: str = ""
    set_out_us: int | None = None
    """When who verifies or checks it went there."""


@dataclass
class WorkingBureau:
    """Driven from outside: `step` does what is due. All that it remembers it can look up again.

    Without reporters it handles what others report. `played` tells the numbers of those whom people play: their part is
    left to them.
    """

    acting: Acting
    reporters: Reporters | None
    speed: float
    played: Callable[[], frozenset[str]] = frozenset
    _kept: Moves = field(default_factory=dict)
    _known: dict[int, _Known] = field(default_factory=dict)
    _looked_us: int | None = None
    _positions_us: int | None = None

    def step(self, now_us: int) -> int:
        """Do what is due, and report what comes up; return how much that was. Raises Unavailable; the next goes on."""
        self._look(now_us)
        self._send_checkers(now_us)
        due = sorted(
            (deed.due_us, key)
            for key, known in self._known.items()
            if (deed := self._next(known)) is not None and max(deed.due_us, known.not_before_us) <= now_us
            if not self._waits_for_a_way(known, deed, now_us)
        )
        deeds = sum(self._do(self._known[key], now_us) for _, key in due[:MOST_AT_ONCE])
        return deeds + (self.reporters.step(now_us, self.open_cases) if self.reporters is not None else 0)

    @property
    def open_cases(self) -> int:
        """How many cases are open, as far as is known."""
        return len(self._known)

    def waiting(self) -> dict[str, str]:
        """Return what stands in the way of cases that nobody moves, by number."""
        return {known.case.number: known.why for known in self._known.values() if known.why}

    def _look(self, now_us: int) -> None:
        chief = self.acting.crew.cast.chiefs[0]
        if self._is_time(self._positions_us, POSITIONS_EACH_US, now_us):
            self.acting.crew.hear_positions(self._told(chief, "/people/positions")["features"])
            self.acting.crew.left = self.played()
            self._positions_us = now_us
        if self._is_time(self._looked_us, LOOKS_EACH_US, now_us):
            self._take(self._open_cases(chief), now_us)
            self._looked_us = now_us

    def _is_time(self, before_us: int | None, each_us: int, now_us: int) -> bool:
        pause_us = max(LOOKS_AT_MOST_EACH_US, each_us / self.speed)
        return before_us is None or now_us - before_us >= pause_us

    def _open_cases(self, chief: str) -> Iterable[CaseSeen]:
        cursor: dict[str, Any] = {}
        while True:
            page = self._told(chief, "/cases", open="true", sort="-reported_at", limit=_PAGE, **cursor)
            yield from map(seen, page["items"])
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def _told(self, account: str, path: str, **asked: str | int) -> Mapping[str, Any]:
        """What everything else depends on. Raises Unavailable when it is not told."""
        answer = self.acting.api.get(account, path, **asked)
        if not answer.ok:
            raise Unavailable(f"{path} is not told to {account}: {answer.body.get('detail', answer.status)}")
        return answer.body

    def _take(self, cases: Iterable[CaseSeen], now_us: int) -> None:
        """What somebody else moved is as it is since now; what was not seen before, since its last step."""
        before, self._known = self._known, {}
        for case in cases:
            known = before.get(case.key)
            if known is None or known.case.revision != case.revision:
                known = _Known(case, case.came_us if known is None else now_us)
            self._known[case.key] = known
        crew, seen_now = self.acting.crew, [known.case for known in self._known.values()]
        crew.count_tasks(seen_now)
        self._kept = Keeping(crew=crew, cases=seen_now, now_us=now_us).moves()

    def _next(self, known: _Known) -> Deed | None:
        """What is seen to for others comes first; what is theirs to do waits for them, but not for ever."""
        kept = self._kept.get(known.case.key)
        if kept is not None and kept.action not in known.skipped:
            return kept
        looked = Looked(case=known.case, since_us=known.since_us, there_us=self._there_us(known), skipped=known.skipped)
        deed = self.acting.deciding.deed(looked)
        if deed is None or not self.acting.crew.is_left(deed.by, known.case):
            return deed
        if deed.by in (By.SQUAD, By.HANDLER):
            return None
        return replace(deed, due_us=max(deed.due_us, left_until_us(known.case, known.since_us)))

    def _there_us(self, known: _Known) -> int | None:
        case, streets = known.case, self.acting.streets
        departed_us = case.at_us("departed")
        if case.checker is not None and known.set_out_us is not None:
            return streets.send(case.key, case.checker, case.place, known.set_out_us)
        if not _is_under_way(case) or case.assignee is None or departed_us is None:
            return None
        return streets.send(case.key, case.assignee, case.place, departed_us)

    def _send_checkers(self, now_us: int) -> None:
        """Who is to verify or check goes there, one place after the other."""
        for known in self._known.values():
            person = self._who_looks(known.case)
            if person is not None and known.set_out_us is None and not self._is_under_way(person):
                known.set_out_us = now_us if self.acting.streets.where(person, now_us) is not None else None

    def _who_looks(self, case: CaseSeen) -> str | None:
        """Who of the bureau has to go and look; nobody where that is left to somebody else."""
        crew = self.acting.crew
        waits = case.state in (CaseState.VERIFYING, CaseState.CHECKING) and not crew.is_left(By.CHECKER, case)
        return case.checker if waits and case.checker in crew.cast.of_person else None

    def _is_under_way(self, person: str) -> bool:
        """Whether somebody goes somewhere now: nobody goes two ways at once."""
        return any(
            (_is_under_way(known.case) and known.case.assignee == person)
            or (known.set_out_us is not None and self._who_looks(known.case) == person)
            for known in self._known.values()
        )

    def _waits_for_a_way(self, known: _Known, deed: Deed, now_us: int) -> bool:
        """Whether whoever is to go there goes to another place first."""
        case = known.case
        if deed.action is Action.DEPART and case.assignee in self.acting.crew.cast.of_person:
            return self._is_under_way(str(case.assignee))
        person = self._who_looks(case) if deed.by is By.CHECKER else None
        is_out = person is not None and self.acting.streets.where(person, now_us) is not None
        return is_out and known.set_out_us is None

    def _do(self, known: _Known, now_us: int) -> int:
        deed = self._next(known)
        if deed is None or self._waits_for_a_way(known, deed, now_us):
            return 0
        self._kept.pop(known.case.key, None)
        done = self.acting.do(known.case, deed, now_us)
        self._note(known, deed, done, now_us)
        return int(done.outcome is Outcome.DONE)

    def _note(self, known: _Known, deed: Deed, done: Done, now_us: int) -> None:
        if done.outcome in (Outcome.DONE, Outcome.CHANGED):
            assert done.case is not None, "what is done or changed is a case"
            if done.case.ended:
                del self._known[done.case.key]
            else:
                self._known[done.case.key] = _Known(done.case, now_us)
            return
        if done.why != known.why:
            _LOG.info("%s %s: %s", known.case.number, deed.action.value, done.why)
        known.skipped.add(deed.action)
        same = self._next(known)
        if same is not None and same.action is deed.action:
            known.why, known.not_before_us = done.why, now_us + max(MINUTE_US, int(TRIES_AGAIN_US / self.speed))


def _is_under_way(case: CaseSeen) -> bool:
    return case.state is CaseState.HANDLING and case.at_us("departed") is not None and case.at_us("arrived") is None
