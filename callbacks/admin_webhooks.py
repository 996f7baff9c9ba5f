"""Other systems that are told of cases, managed by an administrator; the services refuse what may not be."""

from __future__ import annotations

import asyncio
from typing import Any, Final, NamedTuple

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, key_from, typed
from dashboard.commands.reading import read
from dashboard.commands.webhooks import REPLAYS
from dashboard.domain.cases.records import EntryKind
from dashboard.domain.rights import Actor
from dashboard.domain.webhooks.records import NAME_LENGTH, WebhookDraft, WebhookFilter, WebhookState
from dashboard.domain.webhooks.targets import URL_LENGTH
from layouts.components.accounts import told_once
from layouts.components.blanks import said
from layouts.components.webhooks import trial, webhook_form, webhook_list, webhook_view
from layouts.requests import current_viewer
from layouts.texts.webhooks import Exchange as Words
from layouts.viewer import Viewer
from layouts.webhook_ids import Exchange

_CODE_LENGTH: Final = 40


class Asked(NamedTuple):
    """What the form says, and which one is chosen."""

    name: Any
    url: Any
    kinds: Any
    department: Any
    area: Any
    category: Any
    words: Any
    first: Any
    until: Any
    chosen: Any


def register(app: CallbackRegistry, services: PageServices) -> None:
    """List and chosen one follow each change; a secret is shown once, in place of the notice."""
    _register_view(app, services)
    _register_deeds(app, services)


def _register_view(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Exchange.LIST, "children"),
        Output(Exchange.ONE, "children"),
        Input(Exchange.CHANGED, "data"),
        State(Exchange.LIST, "data-one"),
    )
    async def show(_changed: Any, chosen: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_shown, viewer, services, key_from(chosen), actor)


def _shown(viewer: Viewer, services: PageServices, chosen: int | None, actor: Actor) -> tuple[Any, Any]:
    lines = services.office.webhooks.lines(actor)
    line = next((each for each in lines if each.webhook.webhook_key == chosen), None)
    listed = webhook_list(viewer, lines, chosen, services.office.webhooks.now_us())
    departments = [(each.department.code, each.department.name) for each in services.people.departments()]
    if line is None:
        return listed, webhook_form(viewer, departments)
    deliveries = services.office.webhooks.deliveries(line.webhook.webhook_key, actor)
    return listed, webhook_view(viewer, line, deliveries, departments)


def _register_deeds(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Exchange.SAID, "children"),
        Output(Exchange.CHANGED, "data"),
        Input(Exchange.ADD, "n_clicks"),
        Input(Exchange.TEST, "n_clicks"),
        Input(Exchange.SWITCH, "n_clicks"),
        Input(Exchange.ROTATE, "submit_n_clicks"),
        Input(Exchange.REMOVE, "submit_n_clicks"),
        Input(Exchange.REPLAY, "n_clicks"),
        Input(Exchange.REFRESH, "n_clicks"),
        Input(Exchange.SAVE, "n_clicks"),
        State(Exchange.NAME, "value"),
        State(Exchange.URL, "value"),
        State(Exchange.KINDS, "value"),
        State(Exchange.DEPARTMENT, "value"),
        State(Exchange.AREA, "value"),
        State(Exchange.CATEGORY, "value"),
        State(Exchange.WORDS, "value"),
        State(Exchange.FROM, "value"),
        State(Exchange.UNTIL, "value"),
        State(Exchange.LIST, "data-one"),
        State(Exchange.CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def obey(add: Any, test: Any, switch: Any, rotate: Any, remove: Any, *told: Any) -> Any:
        replay, refresh, save, *form, changed = told
        if not any((add, test, switch, rotate, remove, replay, refresh, save)):
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        answer = await asyncio.to_thread(_obey, viewer, services, str(ctx.triggered_id), Asked(*form), actor)
        return answer, counted(changed)


def _obey(viewer: Viewer, services: PageServices, button: str, asked: Asked, actor: Actor) -> Any:
    webhooks = services.office.webhooks
    if button == Exchange.ADD:
        made = webhooks.add(_draft(asked), actor)
        return [said(viewer, Words.ADDED, made.webhook.draft.name), told_once(viewer, Words.SECRET, made.secret)]
    key = key_from(asked.chosen) or 0
    match button:
        case Exchange.TEST:
            return said(viewer, Words.TESTED, trial(viewer, webhooks.test(key, actor)))
        case Exchange.SWITCH:
            is_active = webhooks.line(key, actor).webhook.state is WebhookState.ACTIVE
            after = webhooks.pause(key, actor) if is_active else webhooks.resume(key, actor)
            return said(viewer, Words.RESUMED if after.state is WebhookState.ACTIVE else Words.PAUSED)
        case Exchange.SAVE:
            return said(viewer, Words.SAVED, webhooks.change(key, _draft(asked), actor).draft.name)
        case Exchange.ROTATE:
            made = webhooks.rotate(key, actor)
            return [said(viewer, Words.OLD_SECRET), told_once(viewer, Words.SECRET, made.secret)]
        case Exchange.REMOVE:
            name = webhooks.line(key, actor).webhook.draft.name
            webhooks.remove(key, actor)
            return said(viewer, Words.REMOVED, name)
        case Exchange.REPLAY:
            ends = read(REPLAYS, {"from": asked.first, "until": asked.until}).range_us(viewer.zone)
            return said(viewer, Words.REPLAYED, str(webhooks.replay(key, *ends, actor)))
        case _:
            return no_update


def _draft(asked: Asked) -> WebhookDraft:
    ticked = asked.kinds if isinstance(asked.kinds, list) else []
    codes = [typed(each, _CODE_LENGTH).strip() or None for each in (asked.department, asked.area, asked.category)]
    kinds = frozenset(kind for kind in EntryKind if kind.value in ticked)
    words = bool(asked.words) and isinstance(asked.words, list)
    name, url = typed(asked.name, NAME_LENGTH), typed(asked.url, URL_LENGTH)
    return WebhookDraft(name, url, WebhookFilter(kinds, *codes), with_words=words)
