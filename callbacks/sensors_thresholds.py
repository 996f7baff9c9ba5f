"""Alarm rules: what holds, and changing it for a kind, an area or a device."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.commands.reading import read
from dashboard.commands.rules import RULE_COMMANDS, EditRule, ResetRule, RuleCommand
from dashboard.domain.rights import Actor
from dashboard.domain.rule_preview import RulePreview
from dashboard.domain.rules import RuleOverride
from dashboard.domain.sensors import sensor_types
from dashboard.domain.text import Text
from layouts.components.alarms.rule_preview import preview_answer, preview_sentence
from layouts.components.alarms.thresholds import rule_cards
from layouts.components.blanks import said
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.shell import Said


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Cards follow the chosen kind; a change is tried as it is written, and once saved said in a notice and shown."""

    @app.callback(
        Output(Sensors.THRESHOLDS, "children"),
        Input(Sensors.THRESHOLD_KIND, "data"),
        Input(Sensors.RULES_CHANGED, "data"),
    )
    async def show_rules(told: Any, _changed: int | None) -> Any:
        kind = sensor_types().get(typed(told))
        if kind is None:
            return no_update
        overrides = await asyncio.to_thread(services.sensors_overview.overrides)
        return rule_cards(current_viewer(services.settings), kind, overrides)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Output(Sensors.RULES_CHANGED, "data"),
        Input(Shell.RULE_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(given: Any) -> tuple[Any, Any]:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(RULE_COMMANDS, given)
        sentence = await asyncio.to_thread(_obey, services, command, actor)
        return said(viewer, sentence), command.at

    @app.callback(
        Output(Sensors.RULE_PREVIEW, "data-html"),
        Input(Sensors.RULE_TRIED, "data"),
        prevent_initial_call=True,
    )
    async def try_rule(given: Any) -> str:
        command = read(RULE_COMMANDS, given)
        preview = await asyncio.to_thread(_try, services, command)
        sentence = preview_sentence(current_viewer(services.settings), preview)
        return markup(preview_answer(command.at, sentence))


def _try(services: PageServices, command: RuleCommand) -> RulePreview | None:
    match command:
        case EditRule():
            return services.rule_previews.preview(command.override(), may_leave_out=command.fields.leave_out)
        case ResetRule():
            taken_back = RuleOverride(rule_key=command.rule, scope=command.scope, scope_ref=command.place)
            return services.rule_previews.preview(taken_back)


def _obey(services: PageServices, command: RuleCommand, actor: Actor) -> Text:
    match command:
        case EditRule():
            services.alarms.edit_rule(command.override(), actor, may_leave_out=command.fields.leave_out)
            return Said.RULE_SAVED
        case ResetRule():
            services.alarms.reset_rule(command.rule, command.scope, command.place, actor)
            return Said.RULE_RESET
