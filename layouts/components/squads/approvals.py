"""Requests that wait: each with its reason and what consent leads to, decided in place by two taps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.differences import Clash
from dashboard.domain.cases.records import APPROVAL_LABELS, REASON_LENGTH, Pending
from dashboard.domain.cases.states import STATE_LABELS, Action
from dashboard.domain.durations import SECOND_US
from dashboard.domain.squads.readouts import ApprovalRow, SquadApprovals
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.components.cases.list import opening, short_number
from layouts.formatting import NONE, clock, duration, number
from layouts.texts.cases import STEP_WORDS
from layouts.texts.squad import Approvals
from layouts.viewer import Viewer

_DONE: Final = {
    Action.APPROVE: Approvals.AGREED,
    Action.REFUSE: Approvals.REFUSED,
    Action.COMMENT: Approvals.ASKED,
}
DECISIONS: Final = frozenset(_DONE)
"""What is done here; everything else is done in the drawer of the case."""


def approvals_head(viewer: Viewer, approvals: SquadApprovals) -> list[Component]:
    """Return the title with how many wait for this person, since when, and how many were decided today."""
    parts: list[Component] = [html.H2(viewer.say(Approvals.TITLE))]
    parts.append(html.Span(viewer.say(Approvals.COUNT).format(number(approvals.own)), className="quiet"))
    asked = [row.case.pending.asked_us for row in approvals.rows if row.case.pending is not None]
    if asked:
        waited = duration(viewer, max(0, approvals.now_us - min(asked)) / SECOND_US)
        parts.append(html.Span(viewer.say(Approvals.OLDEST).format(waited), className="quiet"))
    if approvals.decided:
        told = viewer.say(Approvals.DECIDED).format(number(approvals.decided))
        parts.append(html.Span(told, className="quiet squad-right"))
    return parts


def approval_rows(viewer: Viewer, approvals: SquadApprovals) -> list[Component]:
    """Return a row for each request."""
    if not approvals.rows:
        return [empty(viewer, Approvals.NONE, Approvals.NONE_HINT)]
    return [_row(viewer, row, row.case.pending, approvals) for row in approvals.rows if row.case.pending is not None]


def _row(viewer: Viewer, row: ApprovalRow, asked: Pending, approvals: SquadApprovals) -> Component:
    case = row.case
    unit = approvals.names.unit(case.units)
    title = html.Button(
        f"#{short_number(case.number)} {case.category_name} · {case.place.address}",
        className="ask-title",
        type="button",
        **attributes({name: value for name, value in opening(case).items() if name != "data-case"}),
    )
    asker = author_name(viewer, approvals.names.authors, asked.asked_by)
    who = " · ".join(part for part in (unit, asker, clock(viewer, asked.asked_us)[:5]) if part)
    head = [html.Span(viewer.say(APPROVAL_LABELS[asked.what]), className="tag ask-kind"), title]
    outcome = "；".join(viewer.say(each) for each in row.outcome)
    told = [
        html.Div(head, className="ask-head"),
        html.Small(who, className="quiet"),
        _fact(viewer, Approvals.REASON, asked.reason),
        _fact(viewer, Approvals.OUTCOME, outcome),
        html.P(
            viewer.say(Approvals.FIGURE).format(viewer.say(row.effect)),
            className="ask-effect is-worse" if row.is_worse else "ask-effect",
        ),
        html.Div(_deeds(viewer, row), className="ask-deeds"),
    ]
    return html.Div(told, className="ask", **attributes({"data-case": str(case.case_key)}))


def _fact(viewer: Viewer, label: Text, told: str) -> Component:
    return html.P([html.Span(viewer.say(label), className="quiet"), html.Span(told)], className="ask-fact")


def _deeds(viewer: Viewer, row: ApprovalRow) -> list[Component]:
    """What this person may do; where a rule forbids consent, the rule stands in the place of the button."""
    deeds: list[Component] = []
    if row.refused is None:
        confirm = _decide(row, Action.APPROVE, viewer.say(Approvals.AGREE_DO), "btn primary", "")
        deeds.append(_unfolding(viewer.say(Approvals.AGREE), [confirm], "is-agree"))
    else:
        deeds.append(html.Span(viewer.say(Approvals.CANNOT).format(viewer.say(row.refused)), className="ask-cannot"))
    if row.may_refuse:
        deeds.append(_with_reason(viewer, row, Action.REFUSE, Approvals.REFUSALS))
    deeds.append(_with_reason(viewer, row, Action.COMMENT, Approvals.QUESTIONS))
    return deeds


def _with_reason(viewer: Viewer, row: ApprovalRow, action: Action, reasons: Sequence[Text]) -> Component:
    """One tap on a usual reason sends it; another one can be typed."""
    refuses = action is Action.REFUSE
    chips = [_decide(row, action, word, "chip", word) for word in (viewer.say(each) for each in reasons)]
    typed = html.Textarea(
        className="field",
        rows=1,
        maxLength=REASON_LENGTH,
        placeholder=viewer.say(Approvals.OTHER if refuses else Approvals.QUESTION),
    )
    send = _decide(row, action, viewer.say(Approvals.REFUSE_DO if refuses else Approvals.ASK_DO), "btn small", None)
    more = [html.Div(chips, className="chips"), html.Div([typed, send], className="ask-typed")]
    return _unfolding(viewer.say(Approvals.REFUSE if refuses else Approvals.ASK), more)


def _unfolding(label: str, more: Sequence[Component], class_name: str = "") -> Component:
    return html.Details(
        [html.Summary(label, className="btn small"), html.Div(list(more), className="ask-more")],
        className=f"ask-deed {class_name}".strip(),
    )


def _decide(row: ApprovalRow, action: Action, label: str, class_name: str, reason: str | None) -> Component:
    """A button that sends; without a reason of its own it takes what was typed beside it."""
    told = {
        "key": row.case.case_key,
        "revision": row.case.revision,
        "entry": row.entry_key,
        "action": action.value,
        **({} if reason is None else {"reason": reason}),
    }
    packed = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return html.Button(label, className=class_name, type="button", **attributes({"data-decide": packed}))


def decided(viewer: Viewer, action: Action, case_number: str, state: str) -> str:
    """Return what was done."""
    return viewer.say(Approvals.DONE).format(short_number(case_number), viewer.say(_DONE[action]).format(state))


def faster(viewer: Viewer, clash: Clash, authors: Authors) -> str:
    """Return who was faster, when, with what, and what the case is now."""
    state = viewer.say(STATE_LABELS[clash.newer.state])
    last = next((each for each in reversed(clash.entries) if each.what in set(Action)), None)
    if last is None:
        return viewer.say(Approvals.FASTER_UNKNOWN).format(state)
    deed = viewer.say(STEP_WORDS[Action(last.what)])
    told = viewer.say(Approvals.FASTER).format(
        author_name(viewer, authors, last.actor or "") or NONE, clock(viewer, last.at_us)[:5], deed, state
    )
    return viewer.say(Approvals.DONE).format(short_number(clash.newer.number), told)


def decision_said(text: str, case_key: int, at: str, *, is_done: bool) -> list[Component]:
    """Return the notice below the head; its marks tell the script which row it is about."""
    told = {"data-decided": str(case_key), "data-at": at, "data-done": "yes" if is_done else ""}
    return [html.P(text, className="ask-said" if is_done else "ask-said is-bad", **attributes(told))]
