"""Use case: fill a report in before somebody sends it, and say what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.proposals import CaseOutlook, CaseProposal, Occasioned, Reported
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.similar import Similar
from dashboard.domain.cases.states import Source
from dashboard.domain.cases.wording import (
    alarm_words,
    event_words,
    leaves_of,
    place_words,
    proposed_for_alarm,
    proposed_for_event,
)
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound, Outdated
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.services.access import require
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rules import CaseRules
from dashboard.services.cases.similar import SimilarCases

_CHOOSE: Final = Text("请选择小类", "choose the category")
_GONE: Final = Text("没有这个告警或事件", "there is no such alarm or camera event")


class CaseProposals:
    """Raises Forbidden, BadInput without a catalogue, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, similar: SimilarCases, reporting: Reporting) -> None:
        self._store = store
        self._reporting = reporting
        self._rules = rules
        self._similar = similar

    def proposed(self, of: Occasioned, actor: Actor) -> CaseProposal:
        """Return the report of an alarm or event with everything that is known of it; of nothing, an empty one."""
        require(actor, Permission.REPORT_CASES)
        catalogue = self._rules.catalogue()
        choices = leaves_of(catalogue)
        with self._store.look() as work:
            if of.alarm_key is not None:
                return _of_alarm(work, of.alarm_key, catalogue, choices)
            if of.camera_event_key is not None:
                return _of_event(work, of.camera_event_key, catalogue, choices)
        return CaseProposal(Source.HOTLINE, Text("", ""), "", "", choices)

    def report(self, draft: CaseDraft, actor: Actor, idempotency_key: str) -> Reported:
        """Report it; what is to be mended, and which case it is already, is an answer and no error."""
        if not draft.category:
            return Reported(refused=_CHOOSE)
        try:
            return Reported(self._reporting.report(draft, actor, idempotency_key))
        except Outdated as error:
            return Reported(error.newer if isinstance(error.newer, Case) else None, already=True, refused=error.told)
        except BadInput as error:
            return Reported(refused=error.told or Text(str(error), str(error)))

    def outlook(self, category: str, lon: float | None, lat: float | None, actor: Actor) -> CaseOutlook:
        """Return what a report leads to; nothing is similar without a place."""
        require(actor, Permission.REPORT_CASES)
        standards = self._rules.catalogue().standards(category)
        if not category or lon is None or lat is None:
            return CaseOutlook(standards, Similar((), ()))
        return CaseOutlook(standards, self._similar.of_place(category, lon, lat, actor))


def _of_alarm(work: CaseWork, alarm_key: int, catalogue: Catalogue, choices: Sequence[tuple[str, str]]) -> CaseProposal:
    alarm = work.told_alarm(alarm_key)
    if alarm is None:
        raise NotFound(_GONE)
    guess = proposed_for_alarm(catalogue, alarm.rule_key)
    is_urgent = alarm.severity is Severity.CRITICAL
    empty = CaseProposal(Source.IOT, alarm_words(alarm), *guess, choices, is_urgent=is_urgent)
    return _placed(work, empty, CaseDraft(source=Source.IOT, category="", alarm_key=alarm_key))._replace(
        address=place_words(alarm.street, alarm.asset_name),
        area=alarm.grid_name or "",
        already=_open_case(work, work.case_of_alarm(alarm_key)),
    )


def _of_event(work: CaseWork, event_key: int, catalogue: Catalogue, choices: Sequence[tuple[str, str]]) -> CaseProposal:
    event = work.told_event(event_key)
    if event is None:
        raise NotFound(_GONE)
    guess = proposed_for_event(catalogue, event)
    empty = CaseProposal(Source.AI, event_words(event), *guess, choices, picture=event.image_digest)
    return _placed(work, empty, CaseDraft(source=Source.AI, category="", camera_event_key=event_key))._replace(
        address=event.place or "", area=event.grid_name or "", already=_open_case(work, work.case_of_event(event_key))
    )


def _placed(work: CaseWork, proposal: CaseProposal, draft: CaseDraft) -> CaseProposal:
    there = work.occasion(draft)
    if there is None:
        return proposal
    return proposal._replace(lon=there.lon, lat=there.lat, asset_id=there.asset_id)


def _open_case(work: CaseWork, case_key: int | None) -> Case | None:
    case = work.case(case_key) if case_key is not None else None
    return case if case is not None and not case.ended else None
