"""Use case: a picture of a chat group becomes a case with the unit that answers for the place, by one tap (快处置)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.placing import place_in
from dashboard.domain.cases.queries import CaseQuery, CaseSort, Sorting
from dashboard.domain.cases.records import Case, Origin, Place, Times
from dashboard.domain.cases.snapshots import (
    ProposedUnit,
    Receipt,
    Receipts,
    Recent,
    Snapshot,
    Unit,
    proposed,
    receipts_of,
    units_of,
)
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.coordinates import position_problem
from dashboard.domain.feeds import Feed
from dashboard.domain.people.answering import areas_up
from dashboard.domain.rights import Actor, Permission, Reach
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.commands import Once, digest_of
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.ranking import CandidateRanking, Surroundings
from dashboard.services.cases.reading import Cases
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rule_following import RuleFollowing
from dashboard.services.cases.rules import CaseRules, sub_category

RECENT: Final = 8
WAY: Final = "snapshot"
"""What the timeline calls it when a picture went straight to a unit."""
_STEPS: Final = (Permission.REGISTER_CASES, Permission.FILE_CASES, Permission.DISPATCH_CASES)
_NO_PICTURE: Final = Text("请先放上照片：粘贴、拖入或选择", "photos: there is no picture; paste, drop or choose one")
_NO_PLACE: Final = Text("照片没有位置：请在地图上点出地点", "lon, lat: the picture tells no place; tap it on the map")
_NOT_PROPOSED: Final = Text(
    "这个单位不在建议之列：请从列出的单位里选，或不选单位，由派遣员派遣",
    "unit: it is not among those that are proposed; choose one of them, or none, and a dispatcher sends it out",
)


class PhotoGroup:
    """Raises Forbidden, BadInput with what to mend, Conflict, Outdated with the case that is there already,
    Unavailable; nothing was changed then.

    Whoever may report may pass a picture on. Filing and dispatching belong to the tap: they are done under the name of
    whoever taps, to a unit that is proposed and to no other.
    """

    def __init__(
        self,
        store: CaseStore,
        rules: CaseRules,
        ranking: CandidateRanking,
        rule_following: RuleFollowing,
        reporting: Reporting,
        moves: CaseMoves,
        reading: Cases,
        notifier: LiveNotifier,
        clock: Clock,
    ) -> None:
        self._store = store
        self._rules = rules
        self._ranking = ranking
        self._rule_following = rule_following
        self._reporting = reporting
        self._moves = moves
        self._reading = reading
        self._notifier = notifier
        self._clock = clock

    def proposed(self, category: str, lon: float, lat: float, actor: Actor) -> tuple[ProposedUnit, ...]:
        """Return who may take it on, the unit of the rules first, each with why."""
        require(actor, Permission.REPORT_CASES)
        if (problem := position_problem(lon, lat)) is not None:
            raise BadInput(problem)
        name = sub_category(self._rules.catalogue(), category).name
        with self._store.look() as work:
            around, place = _place(work, lon, lat)
            origin, times = Origin(Source.SNAPSHOT, actor.name), Times(self._clock())
            case = Case(category=category, category_name=name, place=place, origin=origin, times=times)
            return proposed(self._ranking.ranked(work, case, around), self._rule_following.verdict(work, case, around))

    def file(self, snapshot: Snapshot, actor: Actor, idempotency_key: str) -> Case:
        """Return the case, filed and with its unit; the one of before when the same comes again under its key."""
        require(actor, Permission.REPORT_CASES)
        draft = replace(_checked(snapshot.draft), source=Source.SNAPSHOT, is_done=False)
        once = Once(actor, idempotency_key, digest_of(WAY, draft, snapshot.unit))
        with self._store.look() as work:
            before = once.before(work)
        if before is not None:
            return before
        unit = None if snapshot.unit is None else self._unit(draft, snapshot.unit, actor)
        with self._store.begin() as work:
            before = once.before(work)
            if before is not None:
                return before
            case = self._send(work, self._reporting.add(work, draft, actor), unit, actor)
            once.note(work, case, self._clock())
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return case

    def receipts(self, from_us: int, until_us: int, actor: Actor) -> tuple[Receipts, dict[str, str]]:
        """Return the figures of the pictures that came in during that time, and the names of their units by code."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            found = receipts_of(work.receipts_since(from_us, until_us))
            names = {each.code: each.name for each in work.squads()}
            names |= {each.code: each.name for each in work.departments()}
        return found, names

    def recent(self, actor: Actor) -> Sequence[Recent]:
        """Return the newest pictures that the actor sees, the newest first."""
        query = CaseQuery(source=Source.SNAPSHOT)
        cases = self._reading.page(query, Sorting(CaseSort.REPORTED, True), RECENT, None, actor).items
        with self._store.look() as work:
            found = {each.case_key: each for each in work.receipts([case.case_key for case in cases])}
        return [
            Recent(each, found.get(each.case_key) or Receipt(each.case_key, each.times.reported_us)) for each in cases
        ]

    def _unit(self, draft: CaseDraft, unit: Unit, actor: Actor) -> ProposedUnit:
        assert draft.lon is not None
        assert draft.lat is not None
        for each in self.proposed(draft.category, draft.lon, draft.lat, actor):
            if (each.candidate.kind, each.candidate.code) == unit:
                return each
        raise BadInput(_NOT_PROPOSED)

    def _send(self, work: CaseWork, case: Case, unit: ProposedUnit | None, actor: Actor) -> Case:
        """Where the rules name the unit, they send it; else whoever tapped does."""
        deputy = actor._replace(rights={**actor.rights, **dict.fromkeys(_STEPS, Reach.ALL)})
        told = {"way": WAY}
        case = self._moves.move(work, case, Move(action=Action.REGISTER), deputy, told)
        filing = Move(action=Action.FILE, condition=self._condition(case))
        is_ruled = unit is None or bool(unit.by_rule)
        case = self._moves.move(work, case, filing, deputy, told, follows_rules=is_ruled)
        if unit is None or case.times.dispatched_us is not None:
            return case
        why = [each._asdict() for each in unit.candidate.why]
        dispatch = Move(action=Action.DISPATCH, units=units_of(unit.candidate))
        return self._moves.move(work, case, dispatch, deputy, {**told, "why": why})

    def _condition(self, case: Case) -> str:
        """The first one, where nobody chose."""
        standards = self._rules.catalogue().standards(case.category)
        return case.condition or next((each.condition for each in standards), "")


def _checked(draft: CaseDraft) -> CaseDraft:
    if not draft.photos:
        raise BadInput(_NO_PICTURE)
    if draft.lon is None or draft.lat is None:
        raise BadInput(_NO_PLACE)
    return draft


def _place(work: CaseWork, lon: float, lat: float) -> tuple[Surroundings, Place]:
    """The areas around a place where no case is yet."""
    found, nodes = place_in(work.patrol_areas(), lon, lat), work.area_nodes()
    path = areas_up([each for each in (found.line, found.area) if each is not None], nodes)
    around = Surroundings(path, {code: nodes[code] for code in path})
    return around, Place(lon, lat, "", found.area, found.line, frozenset(path))
