"""外部系统: who is told of cases, how that goes, and the form of another one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.text import Text
from dashboard.domain.webhooks.answers import FAULT_LABELS, Answer, Fault
from dashboard.domain.webhooks.records import (
    DELIVERY_LABELS,
    EVENT_KINDS,
    NAME_LENGTH,
    STATE_LABELS,
    Delivery,
    DeliveryState,
    Webhook,
    WebhookDraft,
    WebhookFilter,
    WebhookLine,
    WebhookState,
)
from dashboard.domain.webhooks.targets import URL_LENGTH
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.fields import labelled
from layouts.formatting import NONE, day_and_time, duration, full_time, number
from layouts.texts.webhooks import Exchange as Words
from layouts.viewer import Viewer
from layouts.webhook_ids import Exchange

WITH_WORDS: Final = "words"
_BLANK: Final = WebhookDraft("", "", WebhookFilter(frozenset(EVENT_KINDS)), with_words=False)


def exchange_tab(viewer: Viewer, chosen: str) -> list[Component]:
    """Return the tab before any data came; `chosen` is the number of the one that the address asks for."""
    return [
        dcc.Store(id=Exchange.CHANGED),
        html.P(viewer.say(Words.INTRO), className="quiet intro"),
        html.Div(id=Exchange.SAID),
        html.Div(
            [
                html.Div(
                    skeleton(6), id=Exchange.LIST, className="card exchange-list", **attributes({"data-one": chosen})
                ),
                html.Div(skeleton(8), id=Exchange.ONE),
            ],
            className="exchange",
        ),
    ]


def webhook_list(viewer: Viewer, lines: Sequence[WebhookLine], chosen: int | None, now_us: int) -> list[Component]:
    """Return a link for each, and one to add another."""
    new = dcc.Link(viewer.say(Words.NEW), href="/admin?tab=exchange", className="btn primary account-new")
    rows = [_row(viewer, line, chosen, now_us) for line in lines]
    return [new, html.Div(rows or [empty(viewer, Words.NONE, Words.NONE_HINT)], className="account-rows")]


def _row(viewer: Viewer, line: WebhookLine, chosen: int | None, now_us: int) -> Component:
    webhook, backlog = line.webhook, line.backlog
    figures = [html.Span([html.B(number(backlog.waiting), className="fig"), " ", viewer.say(Words.WAITING)])]
    if backlog.oldest_us is not None:
        waited = duration(viewer, max(0.0, (now_us - backlog.oldest_us) / 1e6))
        figures.append(html.Span(viewer.say(Words.OLDEST).format(waited), className="quiet"))
    on = " is-on" if webhook.webhook_key == chosen else ""
    return dcc.Link(
        [
            html.Span([html.B(webhook.draft.name), state_tag(viewer, webhook)], className="exchange-name"),
            html.Span(webhook.draft.url, className="clip quiet fig", title=webhook.draft.url),
            html.Span(figures, className="exchange-figures"),
        ],
        href=f"/admin?tab=exchange&system={webhook.webhook_key}",
        className=f"account-row exchange-row{on}",
    )


def state_tag(viewer: Viewer, webhook: Webhook) -> Component:
    """Return its state, or how its receiver fails."""
    if webhook.state is not WebhookState.ACTIVE:
        tone = "critical" if webhook.state is WebhookState.GONE else "offline"
        return _tag(viewer.say(STATE_LABELS[webhook.state]), tone)
    if webhook.standing.failures:
        return _tag(answered(viewer, webhook.standing.status, webhook.standing.fault), "critical")
    return _tag(viewer.say(STATE_LABELS[webhook.state]), "normal")


def _tag(words: str, tone: str) -> Component:
    return html.Span(words, className="tag", **attributes({"data-state": tone}))


def answered(viewer: Viewer, status: int | None, fault: str) -> str:
    """Return an answer in words: its status, or why there is none."""
    if fault:
        return viewer.say(FAULT_LABELS[Fault(fault)])
    return f"HTTP {status}" if status is not None else viewer.say(Words.NEVER)


def trial(viewer: Viewer, answer: Answer) -> str:
    """Return how a trial went."""
    return answered(viewer, answer.status, answer.fault.value if answer.fault else "")


def webhook_form(viewer: Viewer, departments: Sequence[tuple[str, str]]) -> Component:
    """Return the form of a new one."""
    button = html.Button(viewer.say(Words.ADD), id=Exchange.ADD, className="btn primary")
    fields = _fields(viewer, departments, _BLANK)
    return html.Div([html.H2(viewer.say(Words.NEW)), *fields, button, _hidden()], className="card admin-form")


def _fields(viewer: Viewer, departments: Sequence[tuple[str, str]], draft: WebhookDraft) -> list[Component]:
    """What a subscription is made of, as it is now."""
    meant = draft.filter
    kinds = [{"label": viewer.say(Words.KIND[kind]), "value": kind.value} for kind in EVENT_KINDS]
    chosen = [kind.value for kind in EVENT_KINDS if kind in meant.kinds]
    units = [{"label": f"{name} · {code}", "value": code} for code, name in departments]
    any_one = viewer.say(Words.ANY)
    fields = (
        (Words.NAME, _text(Exchange.NAME, NAME_LENGTH, value=draft.name)),
        (Words.URL, _text(Exchange.URL, URL_LENGTH, "https://", draft.url)),
        (Words.KINDS, dcc.Checklist(kinds, chosen, id=Exchange.KINDS, className="scope-list")),
        (Words.DEPARTMENT, dcc.Dropdown(units, meant.department, id=Exchange.DEPARTMENT, placeholder=any_one)),
        (Words.AREA, _text(Exchange.AREA, 40, any_one, meant.area or "")),
        (Words.CATEGORY, _text(Exchange.CATEGORY, 40, any_one, meant.category or "")),
    )
    lines = [labelled(viewer.say(label), field) for label, field in fields]
    option = [{"label": viewer.say(Words.WORDS), "value": WITH_WORDS}]
    return [*lines, dcc.Checklist(option, [WITH_WORDS] if draft.with_words else [], id=Exchange.WORDS)]


def _text(field: Exchange, longest: int, hint: str = "", value: str = "") -> Component:
    return dcc.Input(
        id=field, type="text", value=value, maxLength=longest, placeholder=hint, autoComplete="off", className="field"
    )


def _hidden() -> Component:
    """What a chosen one has, so that every id is there."""
    asked: list[Component] = [
        html.Button(id=each)
        for each in (Exchange.TEST, Exchange.SWITCH, Exchange.REPLAY, Exchange.REFRESH, Exchange.SAVE)
    ]
    asked.extend(dcc.ConfirmDialogProvider(html.Button(), id=each) for each in (Exchange.ROTATE, Exchange.REMOVE))
    asked.extend(dcc.Input(id=each) for each in (Exchange.FROM, Exchange.UNTIL))
    return html.Div(asked, hidden=True)


def webhook_view(
    viewer: Viewer, line: WebhookLine, deliveries: Sequence[Delivery], departments: Sequence[tuple[str, str]]
) -> list[Component]:
    """Return one of them: its figures, what can be done, its form, and its last messages."""
    return [
        html.Div(
            [
                html.Div(
                    [html.H2(line.webhook.draft.name), state_tag(viewer, line.webhook), *_next(viewer, line.webhook)],
                    className="exchange-head",
                ),
                html.P(line.webhook.draft.url, className="fig quiet exchange-url"),
                _figures(viewer, line),
                html.P(_meant(viewer, line.webhook), className="quiet"),
                _deeds(viewer, line.webhook),
                _change(viewer, line, departments),
                _replay(viewer),
            ],
            className="card admin-form",
        ),
        html.Div([html.H2(viewer.say(Words.LAST)), *_messages(viewer, deliveries)], className="card admin-form"),
    ]


def _change(viewer: Viewer, line: WebhookLine, departments: Sequence[tuple[str, str]]) -> Component:
    """The form as it is, folded, with what its change does."""
    hint = viewer.say(Words.CHANGE_HINT).format(number(line.backlog.waiting))
    button = html.Button(viewer.say(Words.SAVE), id=Exchange.SAVE, className="btn primary")
    fields = _fields(viewer, departments, line.webhook.draft)
    inside = [*fields, html.P(hint, className="quiet"), button, html.Div(html.Button(id=Exchange.ADD), hidden=True)]
    return html.Details([html.Summary(viewer.say(Words.CHANGE), className="btn"), html.Div(inside)])


def _next(viewer: Viewer, webhook: Webhook) -> list[Component]:
    held_us = webhook.standing.hold_until_us
    if not held_us or webhook.state is not WebhookState.ACTIVE:
        return []
    return [html.Span(viewer.say(Words.NEXT).format(full_time(viewer, held_us)), className="quiet fig")]


def _figures(viewer: Viewer, line: WebhookLine) -> Component:
    tally = line.webhook.tally
    figures = (
        (Words.WAITING, line.backlog.waiting),
        (Words.DELIVERED, tally.delivered),
        (Words.FAILED, tally.failed),
        (Words.GIVEN_UP, tally.given_up),
    )
    return html.Dl(
        [html.Div([html.Dd(number(value), className="fig"), html.Dt(viewer.say(label))]) for label, value in figures],
        className="exchange-tally",
    )


def _meant(viewer: Viewer, webhook: Webhook) -> str:
    meant = webhook.draft.filter
    kinds = [viewer.say(Words.KIND[kind]) for kind in EVENT_KINDS if kind in meant.kinds]
    only = [
        f"{viewer.say(label)}: {code}"
        for label, code in (
            (Words.DEPARTMENT, meant.department),
            (Words.AREA, meant.area),
            (Words.CATEGORY, meant.category),
        )
        if code
    ]
    words = [viewer.say(Words.WORDS)] if webhook.draft.with_words else []
    return " · ".join([viewer.say(Text("、", ", ")).join(kinds), *only, *words])


def _deeds(viewer: Viewer, webhook: Webhook) -> Component:
    switch = Words.PAUSE if webhook.state is WebhookState.ACTIVE else Words.RESUME
    return html.Div(
        [
            html.Button(viewer.say(Words.TEST), id=Exchange.TEST, className="btn primary"),
            html.Button(viewer.say(switch), id=Exchange.SWITCH, className="btn"),
            _asked(viewer, Exchange.ROTATE, Words.ROTATE, Words.ROTATE_ASK),
            _asked(viewer, Exchange.REMOVE, Words.REMOVE, Words.REMOVE_ASK),
            html.Button(viewer.say(Words.REFRESH), id=Exchange.REFRESH, className="btn"),
        ],
        className="admin-deeds",
    )


def _asked(viewer: Viewer, button: Exchange, label: Text, question: Text) -> Component:
    inner = html.Button(viewer.say(label), className="btn")
    return dcc.ConfirmDialogProvider(inner, id=button, message=viewer.say(question))


def _replay(viewer: Viewer) -> Component:
    ends = [
        labelled(viewer.say(label), _text(field, 19, "2026-11-21T08:00"))
        for field, label in ((Exchange.FROM, Words.FROM), (Exchange.UNTIL, Words.UNTIL))
    ]
    button = html.Button(viewer.say(Words.REPLAY), id=Exchange.REPLAY, className="btn")
    hint = html.P(viewer.say(Words.REPLAY_HINT), className="quiet")
    return html.Div(
        [html.H3(viewer.say(Words.REPLAY_HEAD)), html.Div([*ends, button], className="exchange-replay"), hint]
    )


def _messages(viewer: Viewer, deliveries: Sequence[Delivery]) -> list[Component]:
    if not deliveries:
        return [empty(viewer, Words.NO_MESSAGES, Words.NO_MESSAGES_HINT)]
    heads = (Words.MESSAGE, Words.EVENT, Words.STATE, Words.TRIES, Words.ANSWER, Words.AT)
    head = html.Thead(html.Tr([html.Th(viewer.say(each)) for each in heads]))
    rows = [_message(viewer, each) for each in deliveries]
    return [html.Div(html.Table([head, html.Tbody(rows)], className="table"), className="table-frame")]


def _message(viewer: Viewer, delivery: Delivery) -> Component:
    told: dict[str, Any] = json.loads(delivery.body)
    tone = {DeliveryState.DONE: "normal", DeliveryState.GIVEN_UP: "critical"}.get(delivery.state, "offline")
    tried = delivery.attempts and (delivery.status is not None or delivery.fault)
    cells: list[Component | str] = [
        html.Span(delivery.message_id, className="fig"),
        html.Span(f"{told['type']} · {told['data']['case']['number']}", className="fig"),
        _tag(viewer.say(DELIVERY_LABELS[delivery.state]), tone),
        html.Span(number(delivery.attempts), className="fig"),
        answered(viewer, delivery.status, delivery.fault) if tried else NONE,
        html.Span(day_and_time(viewer, delivery.done_us or delivery.created_us), className="fig"),
    ]
    return html.Tr([html.Td(cell) for cell in cells])
