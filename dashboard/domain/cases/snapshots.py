"""随手拍、快处置: a picture of a chat group goes straight to the unit that answers for the place.

What is measured of it is the receipt: from the picture that came in to the unit that took it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.candidates import Candidate, CandidateKind
from dashboard.domain.cases.dispatch_rules import Outcome, Verdict
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.durations import DAY_US, SECOND_US
from dashboard.domain.medians import middle
from dashboard.domain.text import Text

MOST_PROPOSED: Final = 5
MOST_PERSONS: Final = 2
PICTURE_OF_US: Final = DAY_US
"""How long before the report its picture may have come in; what is older was sent for something else."""


class Sender(StrEnum):
    """Who posted the picture. The values are stored."""

    RESIDENT = "resident"
    SHOP = "shop"
    GRID = "grid"
    COMMUNITY = "community"
    DEPARTMENT = "department"
    OFFICER = "officer"
    OTHER = "other"


SENDER_LABELS: Final[Mapping[Sender, Text]] = {
    Sender.RESIDENT: Text("市民", "Resident"),
    Sender.SHOP: Text("商户", "Shop"),
    Sender.GRID: Text("网格员", "Grid member"),
    Sender.COMMUNITY: Text("社区 / 村", "Neighbourhood"),
    Sender.DEPARTMENT: Text("部门", "Department"),
    Sender.OFFICER: Text("队员", "Officer"),
    Sender.OTHER: Text("其他", "Other"),
}


class Unit(NamedTuple):
    """To whom a picture goes."""

    kind: CandidateKind
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A picture that was posted, as somebody passes it on; without a `unit` it waits for a dispatcher."""

    draft: CaseDraft
    unit: Unit | None = None


class ProposedUnit(NamedTuple):
    """A unit that may take it on; `by_rule` is the name of the rule that sends it there, empty for none."""

    candidate: Candidate
    by_rule: str = ""


class Receipt(NamedTuple):
    """One picture: when it came in, and when the unit took it on."""

    case_key: int
    received_us: int
    accepted_us: int | None = None
    unit: str = ""
    ended: bool = False

    @property
    def took_us(self) -> int | None:
        """How long that took."""
        return None if self.accepted_us is None else max(0, self.accepted_us - self.received_us)


class Recent(NamedTuple):
    """A case that a picture became, with its receipt."""

    case: Case
    receipt: Receipt


class ReceiptFigure(NamedTuple):
    """The median of `accepted` receipts out of `of` pictures; `waiting` are those that are open and not taken on."""

    median_s: float | None = None
    accepted: int = 0
    of: int = 0
    waiting: int = 0


class Receipts(NamedTuple):
    """The figure of all pictures, since when the oldest waits, and that of each unit by code, the largest first."""

    whole: ReceiptFigure
    waiting_since_us: int | None
    units: Sequence[tuple[str, ReceiptFigure]]


def proposed(candidates: Sequence[Candidate], verdict: Verdict) -> tuple[ProposedUnit, ...]:
    """Return at most five: the unit that the rules name first, then the others by their rank, of persons two."""
    rule = verdict.fitting[0].name if verdict.outcome is Outcome.AUTO else ""
    persons = [each for each in candidates if each.kind is CandidateKind.PERSON][:MOST_PERSONS]
    candidates = [each for each in candidates if each.kind is not CandidateKind.PERSON or each in persons]
    found = [ProposedUnit(each, rule if rule and units_of(each) == _whom(verdict.units) else "") for each in candidates]
    found.sort(key=lambda each: not each.by_rule)
    return tuple(found[:MOST_PROPOSED])


def units_of(candidate: Candidate) -> Units:
    """Return to whom a case goes that a candidate gets."""
    match candidate.kind:
        case CandidateKind.SQUAD:
            return Units(squad=candidate.code)
        case CandidateKind.PERSON:
            return Units(squad=candidate.squad, assignee=candidate.code)
        case CandidateKind.DEPARTMENT:
            return Units(department=candidate.code)


def _whom(units: Units) -> Units:
    return units._replace(second_squad=None)


def receipts_of(found: Sequence[Receipt]) -> Receipts:
    """Return the figures; every picture counts for the unit that has or had it last."""
    by_unit: dict[str, list[Receipt]] = {}
    for each in found:
        if each.unit:
            by_unit.setdefault(each.unit, []).append(each)
    units = sorted(((code, _figure(some)) for code, some in by_unit.items()), key=lambda each: (-each[1].of, each[0]))
    return Receipts(_figure(found), min(_waiting(found), default=None), units)


def _figure(found: Sequence[Receipt]) -> ReceiptFigure:
    took = [each.took_us for each in found if each.took_us is not None]
    middle_us = middle(took)
    median_s = None if middle_us is None else middle_us / SECOND_US
    return ReceiptFigure(median_s, len(took), len(found), sum(1 for _ in _waiting(found)))


def _waiting(found: Iterable[Receipt]) -> Iterator[int]:
    return (each.received_us for each in found if each.accepted_us is None and not each.ended)
