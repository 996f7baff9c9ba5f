"""What can be said of an event now, or what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.states import ENDED
from dashboard.domain.event_lines import EventLine
from dashboard.domain.text import Text
from dashboard.domain.triage.readouts import EventFile, LikeCase, LikeEvent
from dashboard.domain.triage.states import OPEN, REASON_LABELS, STATE_LABELS, VERDICT_LABELS, RejectReason, Verdict
from dashboard.domain.triage.verdicts import Given
from layouts.attributes import attributes
from layouts.components.authors import NOBODY, Authors, author_name
from layouts.components.cases.report import report_button, tied_case
from layouts.formatting import clock, day_and_time, duration, number
from layouts.texts.shell import Event
from layouts.texts.triage import Triage
from layouts.viewer import Viewer

_US: Final = 1_000_000


def standing(viewer: Viewer, file: EventFile, authors: Authors = NOBODY) -> list[Component]:
    """Return who holds the event, the verdicts that may be given, and what was said."""
    parts: list[Component] = []
    if file.holder is not None:
        who, until = author_name(viewer, authors, file.holder.holder), clock(viewer, file.holder.until_us)
        parts.append(html.P(viewer.say(Triage.IS_HELD).format(who, until), className="triage-held"))
    if file.is_second_look:
        parts.append(html.P(viewer.say(Triage.SECOND_LOOK), className="triage-look"))
    if file.may_judge:
        parts += _second(viewer, file.event) if file.is_second_look else _verdicts(viewer, file)
    if not file.is_second_look and file.event.state not in OPEN:
        parts.append(_said(viewer, file, authors))
    return [*parts, *_others(viewer, file), *([] if file.is_second_look else _log(viewer, file.verdicts, authors))]


def _verdicts(viewer: Viewer, file: EventFile) -> list[Component]:
    event = file.event
    # What has no category becomes a case by the form, in which somebody chooses one.
    confirm = (
        _button(viewer.say(Triage.CONFIRM), "A", event, {"data-verdict": "confirm"}, "btn primary")
        if event.category
        else report_button(viewer, {"data-report-event": str(event.event_key)}, "btn primary")
    )
    likely = _likely(viewer, file)
    row = [confirm, _reject(viewer, Triage.REJECT), *likely[:1]]
    plain = {"data-verdict": "confirm", "data-plain": ""}
    return [
        html.Div(row, className="triage-row"),
        _reasons(viewer, event),
        html.Div(
            [_button(viewer.say(Triage.ACCEPT), "⇧A", event, plain, "btn small"), *likely[1:]], className="triage-row"
        ),
    ]


def _second(viewer: Viewer, event: EventLine) -> list[Component]:
    right = {"data-verdict": "confirm", "data-plain": ""}
    first = _button(viewer.say(Triage.RIGHT), "A", event, right, "btn primary")
    return [
        html.Div([first, _reject(viewer, Triage.WRONG)], className="triage-row"),
        _reasons(viewer, event),
    ]


def _reject(viewer: Viewer, label: Text) -> Component:
    told = {"data-reject-reasons": "", "aria-expanded": "false", "aria-keyshortcuts": "R"}
    return html.Button([viewer.say(label), html.Kbd("R")], className="btn", **attributes(told))


def _reasons(viewer: Viewer, event: EventLine) -> Component:
    buttons = [
        _button(
            viewer.say(REASON_LABELS[reason]),
            str(place),
            event,
            {"data-verdict": "reject", "data-why": reason.value},
            "btn small",
        )
        for place, reason in enumerate(RejectReason, start=1)
    ]
    return html.Div(
        [html.P(viewer.say(Triage.WHY), className="quiet"), *buttons],
        className="triage-reasons",
        hidden=True,
        **attributes({"data-reasons": ""}),
    )


def _likely(viewer: Viewer, file: EventFile) -> list[Component]:
    """What it may be once more; the key takes the first."""
    cases = [_same_case(viewer, file.event, each) for each in file.like_cases]
    events = [_same_event(viewer, file.event, each) for each in file.like_events]
    return [*cases, *events]


def _same_case(viewer: Viewer, event: EventLine, like: LikeCase) -> Component:
    label = viewer.say(Triage.SAME_CASE).format(like.number[4:], number(like.away_m))
    told = {"data-verdict": "confirm", "data-join": str(like.case_key), "data-duplicate": ""}
    return _duplicate(viewer, event, label, told)


def _same_event(viewer: Viewer, event: EventLine, like: LikeEvent) -> Component:
    apart = duration(viewer, abs(like.earlier_us) / _US)
    when = viewer.say(Triage.EARLIER if like.earlier_us >= 0 else Triage.LATER).format(apart)
    label = viewer.say(Triage.SAME_EVENT).format(like.event.event_key, when)
    told = {"data-verdict": "merge", "data-into": str(like.event.event_key), "data-duplicate": ""}
    return _duplicate(viewer, event, label, told)


def _duplicate(viewer: Viewer, event: EventLine, label: str, told: dict[str, str]) -> Component:
    words: list[Component | str] = [viewer.say(Triage.DUPLICATE), html.Kbd("D"), html.Small(label)]
    named = attributes({**told, "data-event": str(event.event_key), "aria-keyshortcuts": "D"})
    return html.Button(words, className="btn triage-duplicate", **named)


def _button(label: str, key: str, event: EventLine, told: dict[str, str], class_name: str) -> Component:
    held = attributes({**told, "data-event": str(event.event_key), "aria-keyshortcuts": key.replace("⇧", "Shift+")})
    return html.Button([label, html.Kbd(key)], className=class_name, **held)


def _said(viewer: Viewer, file: EventFile, authors: Authors) -> Component:
    event = file.event
    reason = viewer.say(REASON_LABELS[event.reject_reason]) if event.reject_reason is not None else ""
    into = viewer.say(Triage.INTO).format(event.merged_into) if event.merged_into is not None else ""
    who = author_name(viewer, authors, event.judged_by) if event.judged_by else ""
    when = day_and_time(viewer, event.judged_us) if event.judged_us is not None else ""
    told = " · ".join(part for part in (reason or into, who, when) if part)
    undo = _button(viewer.say(Triage.UNDO), "Z", event, {"data-undo-verdict": ""}, "btn small")
    state = html.B(viewer.say(STATE_LABELS[event.state]))
    parts = [state, html.Span(told, className="quiet"), *([undo] if file.may_undo else [])]
    return html.Div(parts, className="triage-said")


def _others(viewer: Viewer, file: EventFile) -> list[Component]:
    """What else can be done: the case that it is or the form that reports it, the camera, the next event."""
    event, parts = file.event, list[Component]()
    if file.is_second_look:
        return []
    if event.case_key is not None and event.case_number is not None and event.case_state not in ENDED:
        parts.append(tied_case(viewer, event.case_key, event.case_number, event.case_state))
    elif event.category or not file.may_judge:
        parts.append(report_button(viewer, {"data-report-event": str(event.event_key)}))
    if event.asset_id is not None:
        camera = attributes({"data-select-asset": event.asset_id})
        parts.append(html.Button(viewer.say(Event.OPEN_CAMERA), className="btn small", **camera))
    if file.following is not None:
        following = attributes({"data-triage-next": "", "aria-keyshortcuts": "J"})
        parts.append(html.Button([viewer.say(Triage.NEXT), html.Kbd("J")], className="btn small", **following))
    return [html.Div(parts, className="triage-row triage-others")]


def _log(viewer: Viewer, verdicts: Sequence[Given], authors: Authors) -> list[Component]:
    if len(verdicts) < 2:
        return []
    lines = [html.Li(_log_line(viewer, each, authors)) for each in verdicts]
    return [html.Details([html.Summary(viewer.say(Triage.LOG)), html.Ul(lines)], className="triage-log")]


def _log_line(viewer: Viewer, given: Given, authors: Authors) -> str:
    who = author_name(viewer, authors, given.by) if given.by_person else viewer.say(Triage.BY_RULE)
    reason = given.saying.reason
    why = viewer.say(REASON_LABELS[reason]) if reason is not None and given.saying.verdict is Verdict.REJECT else ""
    words = (day_and_time(viewer, given.at_us), viewer.say(VERDICT_LABELS[given.saying.verdict]), why, who)
    return " · ".join(part for part in words if part)
