"""What people said of a case's camera events, on the case's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.domain.cases.records import CaseEntry, EntryKind
from dashboard.domain.triage.second_look import SecondLook
from dashboard.domain.triage.verdicts import Given

VERDICT: str = "verdict"
SECOND_LOOK: str = "second_look"


def verdict_entries(case_key: int, verdicts: Iterable[Given]) -> Iterator[CaseEntry]:
    """Yield the verdicts of people, undos too; what a rule filed by itself is told by its own entry."""
    for given in verdicts:
        if not given.by_person:
            continue
        told = {
            "event_id": given.event_key,
            "verdict": given.saying.verdict.value,
            "reason": given.saying.reason.value if given.saying.reason is not None else None,
            "into": given.saying.into,
        }
        yield CaseEntry(case_key, given.at_us, EntryKind.CAMERA_EVENT, VERDICT, given.by, given.saying.note, told)


def look_entry(case_key: int, look: SecondLook) -> CaseEntry | None:
    """Return the second look once it was taken; before that nobody is told that there is one."""
    if look.looked_us is None or look.verdict is None:
        return None
    told = {
        "event_id": look.event_key,
        "verdict": look.verdict.value,
        "reason": look.reason.value if look.reason is not None else None,
        "agrees": look.agrees,
    }
    return CaseEntry(case_key, look.looked_us, EntryKind.CAMERA_EVENT, SECOND_LOOK, look.looked_by, "", told)
