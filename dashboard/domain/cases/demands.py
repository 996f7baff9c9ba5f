"""What belongs to a move: what is missing of it, or cannot be so, in words that say what to do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.photo_roles import MOST_PHOTOS, PhotoRole, Shot
from dashboard.domain.cases.records import REASON_LENGTH, Approval, Case, Units
from dashboard.domain.cases.states import ACTION_LABELS, Action, CaseState
from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text

LONGEST_SUSPENSION_US: Final = 366 * DAY_US
AT_THE_PLACE_M: Final = 50.0
"""How near, and how exact, a position must be that proves an arrival by itself."""
WITH_REASON: Final = frozenset(
    {
        Action.REJECT,
        Action.VOID,
        Action.RETURN,
        Action.EXTEND,
        Action.SUSPEND,
        Action.REWORK,
        Action.FORCE_CLOSE,
        Action.SUPERVISE,
        Action.EXEMPT,
        Action.REFUSE,
    }
)
"""Actions that are nothing without a reason."""


_NO_MORE_TIME: Final = Text("已超时的案件不能延期", "a case that is late already gets no extension")


class Lack(NamedTuple):
    """What is missing of a move or wrong with it: the name of the part, and what to do."""

    part: str
    text: Text


def missing(case: Case, move: Move, shots: Collection[Shot], now_us: int) -> Iterator[Lack]:
    """Yield what is missing of a move or wrong with it; `shots` are the pictures that the case has already."""
    label = ACTION_LABELS[move.action]
    if move.action in WITH_REASON and not move.reason.strip():
        yield Lack("reason", Text(f"请写明{label.zh}的原因", f"say why: {label.en.lower()} needs a reason"))
    if len(move.reason) > REASON_LENGTH:
        yield Lack("reason", Text(f"原因最多 {REASON_LENGTH} 字", f"a reason has at most {REASON_LENGTH} characters"))
    if len({*shots, *move.photos}) > MOST_PHOTOS:
        yield Lack("photos", Text(f"一个案件最多 {MOST_PHOTOS} 张照片", f"a case has at most {MOST_PHOTOS} pictures"))
    yield from _of_action(case, move, shots, now_us)


def _of_action(case: Case, move: Move, shots: Collection[Shot], now_us: int) -> Iterator[Lack]:
    match move.action:
        case Action.COMMENT if not move.reason.strip() and not move.photos:
            yield Lack("reason", Text("请写批注或附照片", "write a comment or attach a picture"))
        case Action.DISPATCH if not has_unit(move.units):
            words = Text("请选择派遣的中队、部门或人员", "choose the squad, department or person to dispatch to")
            yield Lack("squad", words)
        case Action.DISPATCH if _goes_elsewhere(case, move) and not move.reason.strip():
            yield Lack("reason", Text("请写明改派的原因", "say why it goes to another unit"))
        case Action.SUSPEND if move.until_us is None or not now_us < move.until_us <= now_us + LONGEST_SUSPENSION_US:
            words = Text(
                "请填挂账到期日：将来，最长一年", "say until when it is suspended: in the future, at most a year"
            )
            yield Lack("until", words)
        case Action.EXTEND if _is_late(case, now_us):
            yield Lack("case", _NO_MORE_TIME)
        case Action.APPROVE if (why := no_consent(case, now_us)) is not None:
            yield Lack("case", why)
        case Action.MERGE if not move.undo and move.into in (None, case.case_key):
            yield Lack("into", Text("请选择合并到哪个案件", "choose the case that it is merged into"))
        case Action.MERGE if move.undo and case.merged_into is None:
            yield Lack("case", Text("案件没有合并过", "the case was not merged"))
        case Action.ARRIVE:
            yield from (Lack("reason", each) for each in _of_arrival(case, move))
        case Action.FEEDBACK:
            yield from (Lack("reason", each) for each in _of_result(move, shots))
        case Action.CLOSE:
            yield from (Lack("case", each) for each, met in closing_conditions(case, shots) if not met)


def no_consent(case: Case, now_us: int) -> Text | None:
    """Return why nobody may consent to what waits, whatever their right; None when nothing forbids it."""
    asks_for_time = case.pending is not None and case.pending.what is Approval.EXTEND
    return _NO_MORE_TIME if asks_for_time and _is_late(case, now_us) else None


def _is_late(case: Case, now_us: int) -> bool:
    return case.clocks.due_us is None or case.clocks.due_us < now_us


def _goes_elsewhere(case: Case, move: Move) -> bool:
    """Whether a unit that has the case loses it; who of the squad goes there, while nobody took it, needs no reason."""
    is_own = move.units.squad is not None and move.units.squad == case.units.squad
    return case.state is not CaseState.TO_DISPATCH and not (is_own and case.state is CaseState.TO_HANDLE)


def has_unit(units: Units) -> bool:
    """Return whether somebody is named to whom a case can be dispatched."""
    return bool(units.squad or units.department or units.assignee)


def _of_arrival(case: Case, move: Move) -> Iterator[Text]:
    if move.reason.strip():
        return
    away = away_m(case, move)
    if away is None:
        yield Text("没有定位：请写明原因", "there is no position: say why")
    elif away > AT_THE_PLACE_M:
        yield Text(
            f"定位距案点 {away:.0f} 米，超过 {AT_THE_PLACE_M:.0f} 米：请写明原因",
            f"the position is {away:.0f} m away, more than {AT_THE_PLACE_M:.0f} m: say why",
        )
    elif (move.accuracy_m or 0) > AT_THE_PLACE_M:
        yield Text(
            f"定位精度 ±{move.accuracy_m:.0f} 米，不足以证明到场：请写明原因",
            f"the position is exact to ±{move.accuracy_m:.0f} m only, which proves no arrival: say why",
        )


def away_m(case: Case, move: Move) -> float | None:
    """Return how far from the case the position of a move is; None without one."""
    if move.lon is None or move.lat is None or not (math.isfinite(move.lon) and math.isfinite(move.lat)):
        return None
    return distance_m(Position(move.lon, move.lat), Position(case.place.lon, case.place.lat))


def _of_result(move: Move, shots: Collection[Shot]) -> Iterator[Text]:
    """Pictures prove a result; who has none says why."""
    after = any(shot.role is PhotoRole.AFTER for shot in (*shots, *move.photos))
    if not after and not move.reason.strip():
        yield Text("请附处置后照片，或写明没有照片的原因", "attach a picture of afterwards, or say why there is none")


def closing_conditions(case: Case, shots: Collection[Shot]) -> tuple[tuple[Text, bool], ...]:
    """Return what must hold before a case is closed, and whether it does."""
    roles = {shot.role for shot in shots}
    before = bool(roles & {PhotoRole.BEFORE, PhotoRole.NEAR, PhotoRole.FAR, PhotoRole.REFERENCE})
    return (
        (Text("前后照片", "pictures of before and after"), before and PhotoRole.AFTER in roles),
        (Text("到场", "arrival"), case.times.arrived_us is not None),
        (Text("核查", "check"), case.times.checked_us is not None and case.state is CaseState.TO_CLOSE),
    )
