"""Use case: somebody or something reports what is wrong, and it becomes a case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Final

from dashboard.domain.cases.drafts import NO_PLACE, CaseDraft
from dashboard.domain.cases.permits import may_see
from dashboard.domain.cases.photo_roles import MOST_PHOTOS
from dashboard.domain.cases.placing import beyond_m, outside_city, place_in
from dashboard.domain.cases.records import (
    ADDRESS_LENGTH,
    DESCRIPTION_LENGTH,
    Approval,
    Case,
    CaseEntry,
    EntryKind,
    Flag,
    Origin,
    Pending,
    Place,
    Times,
)
from dashboard.domain.cases.similar import RECURS_FROM, SimilarCase
from dashboard.domain.cases.snapshots import PICTURE_OF_US
from dashboard.domain.cases.states import CaseState, Source
from dashboard.domain.cases.timing import timed
from dashboard.domain.coordinates import position_problem
from dashboard.domain.feeds import Feed
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.rights import Actor, Means, Permission
from dashboard.domain.roster.duty import day_of
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound, Outdated
from dashboard.ports.cases import CaseStore, CaseWork, Occasion
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.commands import Once, digest_of
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.cases.rules import CaseRules, sub_category
from dashboard.services.cases.similar import duplicates_at, earlier_at
from dashboard.services.photos.attaching import attach
from dashboard.services.triage.recording import become_case

_NO_SUCH: Final = Text("没有这个设备、告警或事件", "there is no such asset, alarm or camera event")


class Reporting:
    """Takes reports.

    Raises Forbidden, BadInput with what to mend, NotFound, Outdated with the case that the alarm or event is already,
    Unavailable; nothing was changed then.
    """

    def __init__(
        self,
        store: CaseStore,
        rules: CaseRules,
        notifier: LiveNotifier,
        clock: Clock,
        zone: tzinfo,
        evidence: EventEvidence,
    ) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._zone = zone
        self._evidence = evidence

    def report(self, draft: CaseDraft, actor: Actor, idempotency_key: str = "") -> Case:
        """Return the new case; the one of before when the same report comes again under its key.

        What a camera sent with its event is evidence of it.
        """
        require(actor, Permission.REPORT_CASES)
        _check(draft)
        once = Once(actor, idempotency_key, digest_of("report", draft))
        draft = self._evidence.added_to(draft, actor)
        with self._store.begin() as work:
            before = once.before(work)
            if before is not None:
                return before
            case = self.add(work, draft, actor)
            once.note(work, case, self._clock())
            feeds = work.bump(feeds_of(draft))
        self._notifier.publish([], feeds)
        return case

    def add(self, work: CaseWork, draft: CaseDraft, actor: Actor) -> Case:
        """Add the case in a transaction of somebody else's, who raises the feed; see `report`."""
        at_us, rules = self._clock(), self._rules.now(work)
        category = sub_category(rules.catalogue, draft.category)
        place, asset_id = _placed(work, draft)
        earlier = earlier_at(work, category.code, place.lon, place.lat, at_us)
        recurs = len(earlier) >= RECURS_FROM
        day = day_of(at_us, self._zone)
        number = f"{day:%Y%m%d}-{work.next_case_number(day):04d}"
        _require_unseen(work, draft, place, actor, at_us)
        origin = Origin(draft.source, actor.name, asset_id, draft.alarm_key, draft.camera_event_key)
        new = Case(
            number=number,
            revision=1,
            state=CaseState.SELF_DONE if draft.is_done else CaseState.REPORTED,
            category=category.code,
            category_name=category.name,
            condition=draft.condition,
            description=draft.description.strip(),
            place=place,
            origin=origin,
            flags=draft.flags | ({Flag.RECURRENT} if recurs else frozenset()),
            times=Times(at_us),
            pending=Pending(Approval.SELF_DONE, "", actor.name, at_us) if draft.is_done else None,
        )
        case = work.add_case(timed(None, new, rules, at_us))
        _tie(work, case, actor, draft, at_us)
        attach(work, case.case_key, draft.photos, actor, at_us)
        if draft.source is Source.SNAPSHOT:
            work.add_receipt(case.case_key, _received_us(work, draft, at_us), draft.sender)
        work.add_case_entries([_reported(case, draft, actor, at_us, earlier if recurs else ())])
        work.note_in_audit(actor, "report_case", case.number, {"category": category.code}, at_us)
        return case


def _received_us(work: CaseWork, draft: CaseDraft, at_us: int) -> int:
    """When its picture came in; a picture of long ago was sent for something else."""
    stored = (each.stored_us for each in work.photos([shot.digest for shot in draft.photos]).values())
    return min((us for us in stored if at_us - PICTURE_OF_US <= us <= at_us), default=at_us)


def feeds_of(draft: CaseDraft) -> Sequence[Feed]:
    """Return the feeds that a report changes: lists of alarms and events tell which case each is."""
    alarms = [Feed.ALARMS] if draft.alarm_key is not None else []
    events = [Feed.CAMERA_EVENTS] if draft.camera_event_key is not None else []
    return [Feed.CASES, *alarms, *events]


def _tie(work: CaseWork, case: Case, actor: Actor, draft: CaseDraft, at_us: int) -> None:
    """What is a case already is none again while that has not ended. To report an event is to say that it is right."""
    alarm, event = case.origin.alarm_key, case.origin.camera_event_key
    if alarm is not None and not work.tie_alarm(alarm, case.case_key, at_us, draft.by_rule):
        raise _already(work, work.case_of_alarm(alarm))
    if event is not None and not work.tie_event(event, case.case_key, at_us):
        raise _already(work, work.case_of_event(event))
    if event is not None:
        become_case(work, event, case.case_key, actor, at_us)


def _require_unseen(work: CaseWork, draft: CaseDraft, place: Place, actor: Actor, at_us: int) -> None:
    """Two who report the same at once: numbers are given one after the other, so that the second one sees the first."""
    if draft.seen_similar is None:
        return
    for near in duplicates_at(work, draft.category, place.lon, place.lat, at_us):
        case = work.case(near.case.case_key)
        if near.case.case_key not in draft.seen_similar and case is not None and may_see(case, actor):
            raise Outdated(
                Text(
                    f"刚有人上报了同一处：{case.number}。请并入它，或确认仍要另报",
                    f"somebody has just reported the same place: {case.number}; add to it, or report it all the same",
                ),
                case,
            )


def _already(work: CaseWork, case_key: int | None) -> Outdated:
    case = work.case(case_key) if case_key is not None else None
    number = case.number if case is not None else ""
    return Outdated(
        Text(f"已上报为案件 {number}，请打开该案件", f"it is the case {number} already; open that one"), case
    )


def _reported(case: Case, draft: CaseDraft, actor: Actor, at_us: int, earlier: Sequence[SimilarCase]) -> CaseEntry:
    told: dict[str, Any] = {
        "to": case.state.value,
        "source": draft.source.value,
        "photos": [[shot.digest, shot.role.value] for shot in draft.photos],
        "step_due_us": case.clocks.step_due_us,
    }
    if draft.by_rule is not None:
        told["rule"] = draft.by_rule
    if earlier:
        told["earlier"] = [each.case.number for each in earlier]
    author = None if actor.means is Means.SYSTEM else actor.name
    return CaseEntry(case.case_key, at_us, EntryKind.STEP, "report", author, draft.description.strip(), told)


def _check(draft: CaseDraft) -> None:
    if len(draft.description) > DESCRIPTION_LENGTH:
        raise BadInput(
            Text(f"描述最多 {DESCRIPTION_LENGTH} 字", f"description: at most {DESCRIPTION_LENGTH} characters")
        )
    if len(draft.address) > ADDRESS_LENGTH:
        raise BadInput(Text(f"地址最多 {ADDRESS_LENGTH} 字", f"address: at most {ADDRESS_LENGTH} characters"))
    if len(set(draft.photos)) > MOST_PHOTOS:
        raise BadInput(Text(f"一个案件最多 {MOST_PHOTOS} 张照片", f"photos: a case has at most {MOST_PHOTOS}"))
    if (draft.lon is None) != (draft.lat is None):
        raise BadInput(NO_PLACE)
    if draft.lon is not None and draft.lat is not None:
        problem = position_problem(draft.lon, draft.lat) if math.isfinite(draft.lon + draft.lat) else NO_PLACE
        if problem is not None:
            raise BadInput(problem)


def _placed(work: CaseWork, draft: CaseDraft) -> tuple[Place, str | None]:
    """Where it is, and which asset it is about."""
    there = work.occasion(draft)
    wants_one = draft.asset_id is not None or draft.alarm_key is not None
    event = draft.camera_event_key
    if (there is None and wants_one) or (event is not None and work.told_event(event) is None):
        raise NotFound(_NO_SUCH)
    lon, lat = _position(draft, there)
    areas = work.patrol_areas()
    found = place_in(areas, lon, lat)
    if found.area is None and found.line is None and draft.lon is not None:
        _require_city(areas, lon, lat)
    address = draft.address.strip() or (there.address if there is not None else "")
    place = Place(lon, lat, address[:ADDRESS_LENGTH], found.area, found.line)
    return place, there.asset_id if there is not None else None


def _require_city(areas: Sequence[PatrolArea], lon: float, lat: float) -> None:
    """What somebody says, must be there; where a device stands, the register says."""
    problem = outside_city(beyond_m(areas, lon, lat))
    if problem is not None:
        raise BadInput(problem)


def _position(draft: CaseDraft, there: Occasion | None) -> tuple[float, float]:
    if draft.lon is not None and draft.lat is not None:
        return draft.lon, draft.lat
    if there is None:
        raise BadInput(NO_PLACE)
    return there.lon, there.lat
