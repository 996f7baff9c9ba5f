"""Rules by which alarms become cases by themselves, switched by whoever changes rules."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed, word_of
from dashboard.domain.cases.by_alarm import CaseByAlarm
from dashboard.domain.rights import Actor
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from layouts.case_ids import AlarmCases
from layouts.components.blanks import said
from layouts.components.cases.alarm_rules import ENABLED, FILES, URGENT, rules_view
from layouts.requests import current_viewer
from layouts.texts.case_report import AlarmCaseRules

_KEY_LENGTH: Final = 80
_CODE_LENGTH: Final = 40
_CONDITION_LENGTH: Final = 120
_COUNT_LENGTH: Final = 6


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list is drawn when the tab is opened and after a rule was saved; an alarm that is chosen fills the form."""
    _register_view(app, services)
    _register_save(app, services)


def _register_view(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(AlarmCases.VIEW, "children"), Input(AlarmCases.VIEW, "id"), Input(AlarmCases.SAVED, "data"))
    async def show_rules(_mounted: str, _saved: Any) -> Any:
        rules, actor = services.cases.by_alarm, current_actor()
        lines = await asyncio.to_thread(rules.lines, actor)
        choices = await asyncio.to_thread(rules.choices, actor)
        return rules_view(current_viewer(services.settings), lines, choices)

    @app.callback(
        Output(AlarmCases.SEVERITY, "value"),
        Output(AlarmCases.CATEGORY, "value"),
        Output(AlarmCases.CONDITION, "value"),
        Output(AlarmCases.MOST, "value"),
        Output(AlarmCases.OPTIONS, "value"),
        Input(AlarmCases.RULE, "value"),
        prevent_initial_call=True,
    )
    async def fill(chosen: Any) -> Any:
        rule = await asyncio.to_thread(services.cases.by_alarm.rule_for, typed(chosen, _KEY_LENGTH), current_actor())
        pairs = ((ENABLED, rule.is_enabled), (URGENT, rule.is_urgent), (FILES, rule.files))
        options = [name for name, holds in pairs if holds]
        return rule.severity.value, rule.category or None, rule.condition, str(rule.most_an_hour), options


def _register_save(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(AlarmCases.SAID, "children"),
        Output(AlarmCases.SAVED, "data"),
        Input(AlarmCases.SAVE, "n_clicks"),
        State(AlarmCases.RULE, "value"),
        State(AlarmCases.SEVERITY, "value"),
        State(AlarmCases.CATEGORY, "value"),
        State(AlarmCases.CONDITION, "value"),
        State(AlarmCases.MOST, "value"),
        State(AlarmCases.OPTIONS, "value"),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        label = await asyncio.to_thread(_save, services, told, current_actor())
        viewer = current_viewer(services.settings)
        return said(viewer, AlarmCaseRules.SAVED, viewer.say(label)), clicks


def _save(services: PageServices, told: tuple[Any, ...], actor: Actor) -> Text:
    rule = services.cases.by_alarm.save(_rule(*told), actor)
    return next(line.label for line in services.cases.by_alarm.lines(actor) if line.rule.rule == rule.rule)


def _rule(chosen: Any, severity: Any, category: Any, condition: Any, most: Any, options: Any) -> CaseByAlarm:
    count, code, level = typed(most, _COUNT_LENGTH), typed(category, _CODE_LENGTH), word_of(Severity, severity)
    if not typed(chosen):
        raise BadInput(AlarmCaseRules.CHOOSE)
    if level is None or not code or not (count.isascii() and count.isdecimal()):
        raise BadInput(AlarmCaseRules.CHOOSE_ALL)
    ticked = options if isinstance(options, list) else []
    return CaseByAlarm(
        rule=typed(chosen, _KEY_LENGTH),
        severity=level,
        category=code,
        condition=typed(condition, _CONDITION_LENGTH),
        is_urgent=URGENT in ticked,
        files=FILES in ticked,
        is_enabled=ENABLED in ticked,
        most_an_hour=int(count),
    )
