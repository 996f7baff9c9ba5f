"""What people say of an event: which verdict may come when, what it makes of the event, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dashboard.domain.text import Text
from dashboard.domain.triage.states import (
    BEARS_OTHERS,
    FROM,
    LEADS_TO,
    STATE_LABELS,
    VERDICT_LABELS,
    EventState,
    RejectReason,
    Verdict,
    counts_as_right,
)

NOTE_LENGTH: Final = 200
NO_REASON: Final = Text("请选择驳回的理由", "reason: say why it is rejected; one of the fixed reasons")
NOTHING_TO_UNDO: Final = Text("没有可以撤销的判定", "there is no verdict that could be taken back")
NOT_YOURS: Final = Text("只能撤销自己的判定", "only who gave a verdict takes it back")
CASE_MOVED: Final = Text(
    "案件已被处理，不能撤销；请在案件上操作",
    "the case has moved on, so that this cannot be taken back; act on the case",
)
LOOKED_AGAIN: Final = Text("已被复看，不能撤销", "somebody has looked a second time, so that it cannot be taken back")


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """An event as far as verdicts go.

    `last` is the last verdict that nobody took back, `by` whose it is and `verdict_key` its number; `before` is what
    the event was then. `is_right` is what counts for the precision of its camera; None without a person's verdict.
    """

    event_key: int
    state: EventState
    reason: RejectReason | None = None
    merged_into: int | None = None
    case_key: int | None = None
    judged_us: int | None = None
    by: str | None = None
    is_right: bool | None = None
    verdict_key: int | None = None
    before: EventState | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """A verdict as somebody gives it."""

    verdict: Verdict
    reason: RejectReason | None = None
    note: str = ""
    into: int | None = None
    case_key: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A verdict that was given; `before` is what the event was. What was given is never changed or removed."""

    verdict_key: int = 0
    event_key: int
    at_us: int
    by: str
    saying: Saying
    before: EventState
    by_person: bool = True
    undoes: int | None = None


def problem_of(event: Judged, saying: Saying, target: Judged | None = None) -> Text | None:
    """Return why the verdict cannot be given now, or None when it can; `target` is the event to merge into."""
    if event.state not in FROM[saying.verdict]:
        return not_now(event, saying.verdict)
    if saying.verdict is Verdict.REJECT and saying.reason is None:
        return NO_REASON
    if saying.verdict is Verdict.MERGE:
        return _merge_problem(event, target)
    return None


def not_now(event: Judged, verdict: Verdict) -> Text:
    """Return what the event is already, and by whom."""
    label, state = VERDICT_LABELS[verdict], STATE_LABELS[event.state]
    by = event.by or ""
    return Text(
        f"事件{state.zh}{f'（{by}）' if by else ''}，不能再{label.zh}",
        f"the event is {state.en!r} already{f', by {by}' if by else ''}; that does not allow: {label.en.lower()}",
    )


def is_same(event: Judged, saying: Saying, actor: str) -> bool:
    """Whether this actor has said just this of the event before: then it is not said again."""
    return (
        saying.verdict in LEADS_TO
        and event.by == actor
        and event.state is LEADS_TO[saying.verdict]
        and event.reason == saying.reason
        and event.merged_into == saying.into
    )


def judged(event: Judged, saying: Saying, actor: str, now_us: int, *, by_person: bool = True) -> Judged:
    """Return the event after a verdict for which there was no problem; a machine's verdict counts for no precision."""
    return replace(
        event,
        state=LEADS_TO[saying.verdict],
        reason=saying.reason,
        merged_into=saying.into,
        case_key=saying.case_key,
        judged_us=now_us,
        by=actor,
        is_right=counts_as_right(saying.verdict) if by_person else None,
        verdict_key=None,
        before=event.state,
    )


def undo_problem(event: Judged, actor: str, *, looked_again: bool = False, case_moved: bool = False) -> Text | None:
    """Return why the last verdict stands; None when it can be taken back, by who gave it, as nothing has followed."""
    if event.state not in FROM[Verdict.UNDO] or event.before is None or event.verdict_key is None:
        return NOTHING_TO_UNDO
    if event.by != actor:
        return NOT_YOURS
    if looked_again:
        return LOOKED_AGAIN
    return CASE_MOVED if case_moved else None


def undone(event: Judged, earlier: Given | None = None) -> Judged:
    """Return the event as it was before its last verdict: by the one that stood `earlier`, else without any."""
    if earlier is None:
        return Judged(event_key=event.event_key, state=event.before or EventState.WAITING)
    return replace(
        judged(
            Judged(event_key=event.event_key, state=earlier.before),
            earlier.saying,
            earlier.by,
            earlier.at_us,
            by_person=earlier.by_person,
        ),
        verdict_key=earlier.verdict_key,
    )


def _merge_problem(event: Judged, target: Judged | None) -> Text | None:
    if target is None or target.event_key == event.event_key:
        return Text("请选择要并入的另一个事件", "into: name another event to merge into")
    if target.state not in BEARS_OTHERS:
        state = STATE_LABELS[target.state]
        return Text(
            f"要并入的事件{state.zh}，请另选一个",
            f"into: that event is {state.en!r}; name one that waits, is right or is a case",
        )
    return None
