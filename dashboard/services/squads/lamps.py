"""Use case: which cases of a squad are urgent, who could take those that nobody took, what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import Final

from dashboard.domain.cases.candidates import Candidate, CandidateKind
from dashboard.domain.cases.permits import ON_THE_SPOT, may
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.timing import worse_lamp
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.grid import AreaLevel
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.duty import DutySpan
from dashboard.domain.squads.readouts import UNACCEPTED, LampRow, SquadHead, SquadLamps, SquadTasks
from dashboard.ports.operations import Clock
from dashboard.ports.squads import SquadStore, SquadWork
from dashboard.services.cases.ranking import CandidateRanking, surroundings
from dashboard.services.cases.sheets import names_of
from dashboard.services.positions.recording import read_shifts
from dashboard.services.remembered import Remembered
from dashboard.services.squads.scope import require_figures, require_squad, scope_of

ROWS: Final = 60
MARKS: Final = 400
TASKS: Final = 40
RANKED: Final = 3
"""For so many cases that nobody took it is said who could."""
TAKERS: Final = 2
RANKED_AGAIN_US: Final = MINUTE_US
"""Who could take a case is asked again when the case moved, else so often: pages ask every few seconds."""


class SquadLamplight:
    """What a leader looks at first. Raises Forbidden, Unavailable."""

    def __init__(self, store: SquadStore, ranking: CandidateRanking, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._ranking = ranking
        self._clock = clock
        self._zone = zone
        self._ranked = Remembered()

    def lamps(self, actor: Actor, squad: str | None) -> SquadLamps:
        """Return the cases that are late, soon due, or taken by nobody, and where all open ones lie."""
        require_squad(actor, squad)
        now_us = self._clock()
        with self._store.look() as work:
            scope = scope_of(work, actor, squad)
            found = work.lit_cases(scope, now_us, ROWS)
            sent = work.sent_moments([case.case_key for case in found if case.state in UNACCEPTED])
            takers = self._takers(work, found, actor)
            rows = [_row(case, now_us, sent, takers, actor) for case in found]
            names = names_of(work, {case.units.assignee for case in found if case.units.assignee})
            tally = work.lamp_tally(scope, now_us)
            return SquadLamps(rows, tally, work.case_marks(scope, now_us, MARKS), names, now_us)

    def tasks(self, actor: Actor, squad: str | None) -> SquadTasks:
        """Return what is to be verified and checked, of the squad or in its areas."""
        require_squad(actor, squad)
        with self._store.look() as work:
            found = work.spot_tasks(scope_of(work, actor, squad), TASKS)
            names = names_of(work, {case.units.checker for case in found if case.units.checker})
            return SquadTasks(found, names, self._clock(), {case.case_key: _verdicts(case, actor) for case in found})

    def head(self, actor: Actor, squad: str | None) -> SquadHead:
        """Return the name of a squad, its grids, and the shift that runs or comes next."""
        require_figures(actor, squad)
        if squad is None:
            return SquadHead()
        now_us = self._clock()
        with self._store.look() as work:
            members = {each.number for each in work.people() if each.squad == squad and each.left_us is None}
            spans = [each for each in read_shifts(work, now_us, self._zone) if each.person in members]
            shifts, nodes = work.shifts(), work.area_nodes()
            squads = {each.code: each for each in work.squads()}
        if squad not in squads:
            return SquadHead(is_known=False)
        name, into = squads[squad].name, squads[squad].merged_into
        if into is not None:
            return SquadHead(name, heir=(into, squads[into].name if into in squads else into))
        own = [node.name for node in nodes.values() if node.squad == squad and node.level == AreaLevel.GRID]
        grids = tuple(sorted(own))
        chosen = _shift(spans, now_us)
        if chosen is None:
            return SquadHead(name, grids, people=len(members), now_us=now_us)
        is_on = chosen.start_us <= now_us
        shift = shifts[chosen.shift].name
        return SquadHead(name, grids, shift, chosen.start_us, chosen.end_us, is_on, len(members), now_us)

    def _takers(self, work: SquadWork, found: Iterable[Case], actor: Actor) -> Mapping[int, Sequence[Candidate]]:
        """Of the first few that nobody took; for who sees the people of the squad."""
        waiting = [each for each in found if each.state in UNACCEPTED and each.units.squad is not None]
        seen = [each for each in waiting if decide(actor, Permission.VIEW_DUTY, Target(squad=each.units.squad)).allowed]
        return {
            case.case_key: self._ranked.get(
                (case.case_key, case.units.squad),
                (case.revision, self._clock() // RANKED_AGAIN_US),
                partial(self._people_for, work, case),
            )
            for case in seen[:RANKED]
        }

    def _people_for(self, work: SquadWork, case: Case) -> Sequence[Candidate]:
        ranked = self._ranking.ranked(work, case, surroundings(work, case), case.units.squad)
        return [each for each in ranked if each.kind is CandidateKind.PERSON][:TAKERS]


def _verdicts(case: Case, actor: Actor) -> Sequence[Action]:
    told = [action for action in Action if (case.state, action) in ON_THE_SPOT]
    return [action for action in told if may(case, action, actor).allowed]


def _row(
    case: Case, now_us: int, sent: Mapping[int, int], takers: Mapping[int, Sequence[Candidate]], actor: Actor
) -> LampRow:
    waits = case.state in UNACCEPTED
    return LampRow(
        case,
        worse_lamp(case, now_us),
        sent.get(case.case_key, case.times.dispatched_us) if waits else None,
        takers.get(case.case_key),
        waits and may(case, Action.DISPATCH, actor).allowed,
    )


def _shift(spans: Sequence[DutySpan], now_us: int) -> DutySpan | None:
    """The one that most people have now, else the one that begins next."""
    running = [each for each in spans if each.start_us <= now_us < each.end_us]
    if running:
        codes = [each.shift for each in running]
        return max(running, key=lambda each: (codes.count(each.shift), -each.start_us))
    return min((each for each in spans if each.start_us > now_us), key=lambda each: each.start_us, default=None)
