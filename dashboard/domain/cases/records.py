"""A case as it is kept, what is asked of somebody about it, and the entries of its timeline.

Times are µs since the epoch. Every function of a rule gives a new record; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.states import ENDED, CaseState, Source
from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.text import Text

DESCRIPTION_LENGTH: Final = 1_000
ADDRESS_LENGTH: Final = 200
REASON_LENGTH: Final = 400


class Flag(StrEnum):
    """What is told of a case beside its state."""

    SUPERVISED = "supervised"
    URGENT = "urgent"
    KEY = "key"
    DUPLICATE = "duplicate"
    EXEMPT = "exempt"
    RECURRENT = "recurrent"


FLAG_LABELS: Final[Mapping[Flag, Text]] = {
    Flag.SUPERVISED: Text("督办", "supervised"),
    Flag.URGENT: Text("紧急", "urgent"),
    Flag.KEY: Text("重点", "key case"),
    Flag.DUPLICATE: Text("重复", "duplicate"),
    Flag.EXEMPT: Text("超时豁免", "lateness excused"),
    Flag.RECURRENT: Text("易复发", "recurrent place"),
}


class Approval(StrEnum):
    """What needs the consent of somebody else."""

    RETURN = "return"
    EXTEND = "extend"
    SUSPEND = "suspend"
    VOID = "void"
    FORCE_CLOSE = "force-close"
    EXEMPT = "exempt"
    SELF_DONE = "self_done"


APPROVAL_LABELS: Final[Mapping[Approval, Text]] = {
    Approval.RETURN: Text("回退", "return"),
    Approval.EXTEND: Text("延期", "extension"),
    Approval.SUSPEND: Text("挂账", "suspension"),
    Approval.VOID: Text("作废", "voiding"),
    Approval.FORCE_CLOSE: Text("强制结案", "closing by force"),
    Approval.EXEMPT: Text("超时豁免", "excuse of lateness"),
    Approval.SELF_DONE: Text("自处置", "self-handling"),
}


class Pending(NamedTuple):
    """What somebody asked for and others must consent to; `asked_by` and `agreed` are names of accounts."""

    what: Approval
    reason: str
    asked_by: str
    asked_us: int
    until_us: int | None = None
    agreed: tuple[str, ...] = ()


class Units(NamedTuple):
    """Who has a case: codes of squads and of a department, numbers of persons.

    `second_squad` helps the first (路段队员 + 机动队); `checker` verifies or checks on the spot.
    """

    squad: str | None = None
    second_squad: str | None = None
    department: str | None = None
    assignee: str | None = None
    checker: str | None = None


class Place(NamedTuple):
    """Where it is, WGS-84. `area` is the smallest area around it, `line` the street line that it lies at, `areas`
    those of every level, by code. `area_class` is that of the smallest of them that has one: None is not known."""

    lon: float
    lat: float
    address: str = ""
    area: str | None = None
    line: str | None = None
    areas: frozenset[str] = frozenset()
    area_class: AreaClass | None = None


class Origin(NamedTuple):
    """What a case came from: `alarm_key` and `camera_event_key` say which alarm and which event of a camera."""

    source: Source
    reporter: str
    asset_id: str | None = None
    alarm_key: int | None = None
    camera_event_key: int | None = None


class Times(NamedTuple):
    """When a case came to each stage the last time; `filed_us` and `dispatched_us` are the first time."""

    reported_us: int
    registered_us: int | None = None
    filed_us: int | None = None
    dispatched_us: int | None = None
    accepted_us: int | None = None
    departed_us: int | None = None
    arrived_us: int | None = None
    handled_us: int | None = None
    checked_us: int | None = None
    ended_us: int | None = None

    @property
    def done_us(self) -> int | None:
        """When the unit was done, which is what its deadline is for; without a unit, when the case ended."""
        return self.ended_us if self.handled_us is None else self.handled_us


class Counts(NamedTuple):
    """How often it was sent to a unit, failed its check, was returned, got more time, was suspended; `units` is to how
    many different units it went."""

    dispatches: int = 0
    reworks: int = 0
    returns: int = 0
    extensions: int = 0
    suspensions: int = 0
    units: int = 0


class Clocks(NamedTuple):
    """When it must be done, as the database compares it with now; None where no limit runs.

    `yellow` is when 80 % of the limit will be used. `paused_since_us` is set while a suspension stops both clocks, and
    `paused_until_us` is when it ends; `paused_us` is the time of the suspensions that ended. `provisional_by` is the
    version of the calendar while a deadline is provisional. `frozen` is what the deadlines were computed from.
    """

    due_us: int | None = None
    yellow_us: int | None = None
    step_due_us: int | None = None
    step_yellow_us: int | None = None
    paused_since_us: int | None = None
    paused_until_us: int | None = None
    paused_us: int = 0
    provisional: bool = False
    provisional_by: str | None = None
    frozen: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One case. `case_key` is 0 until it is stored; `revision` rises with each change.

    `category` is a code of the catalogue, `condition` the filing condition whose limit holds. `on_time` is set when it
    ends: whether the unit was done by the deadline; None while it runs or when nothing had a deadline. `last_unit` is
    the code or number of the unit that it was dispatched to last, also after a return.
    """

    case_key: int = 0
    number: str = ""
    revision: int = 0
    state: CaseState = CaseState.REPORTED
    category: str
    category_name: str
    condition: str = ""
    description: str = ""
    place: Place
    origin: Origin
    units: Units = field(default_factory=Units)
    flags: frozenset[Flag] = frozenset()
    times: Times
    counts: Counts = field(default_factory=Counts)
    clocks: Clocks = field(default_factory=Clocks)
    pending: Pending | None = None
    on_time: bool | None = None
    merged_into: int | None = None
    merged_from: CaseState | None = None
    last_unit: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.state in ENDED


class EntryKind(StrEnum):
    """What an entry of the timeline tells."""

    STEP = "step"
    APPROVAL = "approval"
    PHOTO = "photo"
    COMMENT = "comment"
    CLOCK = "clock"
    DISPATCH = "dispatch"
    SUPERVISION = "supervision"
    MERGE = "merge"
    ALARM = "alarm"
    READING = "reading"
    CAMERA_EVENT = "camera_event"
    ANNOUNCEMENT = "announcement"
    CLIP = "clip"


class CaseEntry(NamedTuple):
    """One entry of a timeline. `what` is a stable word (an action, a deed); `actor` is an account, None the system.

    `data` is JSON-able: states, limits, positions, candidates, digests of photos.
    """

    case_key: int
    at_us: int
    kind: EntryKind
    what: str
    actor: str | None
    text: str = ""
    data: Mapping[str, Any] = {}
    entry_key: int = 0
