"""What a timeline tells of a move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.demands import away_m
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Actor, Means

_KINDS: Final[Mapping[Action, EntryKind]] = {
    Action.APPROVE: EntryKind.APPROVAL,
    Action.REFUSE: EntryKind.APPROVAL,
    Action.COMMENT: EntryKind.COMMENT,
    Action.SUPERVISE: EntryKind.SUPERVISION,
    Action.DISPATCH: EntryKind.DISPATCH,
    Action.MERGE: EntryKind.MERGE,
}


def moved_entry(before: Case, after: Case, move: Move, actor: Actor, at_us: int, told: Mapping[str, Any]) -> CaseEntry:
    """Return the entry of a move: the states, the proof that came with it, and what is `told` beside."""
    kind = _KINDS.get(move.action, EntryKind.STEP)
    by = None if actor.means is Means.SYSTEM else actor.name
    data = {**_told(before, after, move), **done_earlier(move, at_us), **told}
    return CaseEntry(before.case_key, at_us, kind, move.action.value, by, move.reason.strip(), data)


def done_earlier(move: Move, at_us: int) -> dict[str, Any]:
    """Return when it was done, where that was a minute or more before it came; a time that is yet to come is none."""
    is_earlier = move.done_us is not None and move.done_us <= at_us - MINUTE_US
    return {"done_us": move.done_us} if is_earlier else {}


def _told(before: Case, after: Case, move: Move) -> dict[str, Any]:
    told: dict[str, Any] = {"from": before.state.value, "to": after.state.value}
    told |= {name: code for name, code in move.units._asdict().items() if code is not None}
    if move.action is Action.DISPATCH and before.last_unit:
        told["was"] = before.last_unit
    if move.action is Action.DISPATCH and before.units.assignee not in (None, after.units.assignee):
        told["was_assignee"] = before.units.assignee
    away = away_m(before, move)
    proof = {
        "lon": move.lon,
        "lat": move.lat,
        "accuracy_m": move.accuracy_m,
        "away_m": None if away is None else round(away, 1),
        "until_us": move.until_us,
        "into": move.into,
        "outcome": None if move.outcome is None else move.outcome.value,
        "what": None if before.pending is None else before.pending.what.value,
    }
    told |= {name: value for name, value in proof.items() if value is not None}
    if move.photos:
        told["photos"] = [[shot.digest, shot.role.value] for shot in move.photos]
    if after.clocks.due_us != before.clocks.due_us:
        told["due_us"] = after.clocks.due_us
    if after.clocks.step_due_us != before.clocks.step_due_us:
        told["step_due_us"] = after.clocks.step_due_us
    return told
