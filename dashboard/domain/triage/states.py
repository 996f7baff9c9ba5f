"""Where an event of a camera stands, and what may be said of it there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dashboard.domain.text import Text


class EventState(StrEnum):
    """The life of an event. None of them ends by itself: what waits, waits until somebody judges it."""

    HELD = "held"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONVERTED = "converted"
    MERGED = "merged"


class HeldBecause(StrEnum):
    """The gate that keeps an event out of the queue."""

    SCORE = "score"
    DWELL = "dwell"
    HOURS = "hours"
    ALLOWED_PLACE = "allowed_place"
    PERMIT = "permit"


class Verdict(StrEnum):
    """What is said of an event: it is right and needs no case, it is right and a case bears it, it is wrong, or it is
    another event once more. `UNDO` takes the last one back."""

    ACCEPT = "accept"
    CONVERT = "convert"
    REJECT = "reject"
    MERGE = "merge"
    UNDO = "undo"


class RejectReason(StrEnum):
    """Why an event is wrong."""

    NOTHING_THERE = "nothing_there"
    OTHER_THING = "other_thing"
    ALLOWED = "allowed"
    OVER = "over"
    UNCLEAR = "unclear"
    OUT_OF_AREA = "out_of_area"


STATE_LABELS: Final[Mapping[EventState, Text]] = {
    EventState.HELD: Text("未入队", "Held back"),
    EventState.WAITING: Text("待判定", "Waiting"),
    EventState.ACCEPTED: Text("属实未立案", "Right, no case"),
    EventState.REJECTED: Text("已驳回", "Rejected"),
    EventState.CONVERTED: Text("已转案件", "A case"),
    EventState.MERGED: Text("已并入", "Merged"),
}
VERDICT_LABELS: Final[Mapping[Verdict, Text]] = {
    Verdict.ACCEPT: Text("属实，不立案", "Right, no case"),
    Verdict.CONVERT: Text("确认，转案件", "Confirm as a case"),
    Verdict.REJECT: Text("驳回", "Reject"),
    Verdict.MERGE: Text("重复", "Duplicate"),
    Verdict.UNDO: Text("撤销", "Undo"),
}
REASON_LABELS: Final[Mapping[RejectReason, Text]] = {
    RejectReason.NOTHING_THERE: Text("画面中没有", "Nothing there"),
    RejectReason.OTHER_THING: Text("认错类别", "Something else"),
    RejectReason.ALLOWED: Text("合规经营或已许可", "Allowed there"),
    RejectReason.OVER: Text("已自行消除", "Over already"),
    RejectReason.UNCLEAR: Text("画面看不清", "Picture unclear"),
    RejectReason.OUT_OF_AREA: Text("不归本部门管", "Not ours"),
}
"""The reasons in the order of their number keys."""

LEADS_TO: Final[Mapping[Verdict, EventState]] = {
    Verdict.ACCEPT: EventState.ACCEPTED,
    Verdict.CONVERT: EventState.CONVERTED,
    Verdict.REJECT: EventState.REJECTED,
    Verdict.MERGE: EventState.MERGED,
}
OPEN: Final = frozenset({EventState.HELD, EventState.WAITING})
"""States of events of which nobody has said anything."""
FROM: Final[Mapping[Verdict, frozenset[EventState]]] = {
    Verdict.ACCEPT: OPEN,
    Verdict.CONVERT: OPEN | {EventState.ACCEPTED, EventState.REJECTED, EventState.CONVERTED},
    Verdict.REJECT: OPEN,
    Verdict.MERGE: OPEN,
    Verdict.UNDO: frozenset(LEADS_TO.values()),
}
"""In which states a verdict may come. What was let go may still become a case, as people see more than one picture, and
so may what was a case that has ended."""
BEARS_OTHERS: Final = frozenset({EventState.WAITING, EventState.ACCEPTED, EventState.CONVERTED})
"""States of an event into which others may be merged."""


def counts_as_right(verdict: Verdict) -> bool | None:
    """Return whether the event was worth its place in the queue; None when the verdict says nothing of it.

    A rejection counts against camera and algorithm whatever its reason: what is over when somebody looks, or allowed
    there, would have been no case either. A repeat says nothing.
    """
    if verdict in (Verdict.ACCEPT, Verdict.CONVERT):
        return True
    return False if verdict is Verdict.REJECT else None
