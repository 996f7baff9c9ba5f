"""Alarm rules: what holds, and changing it for a kind, an area or a device."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, no_update

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._problems import refusal
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.errors import BadInput, XiuhuaError
from layouts.components.alarms.thresholds import rule_cards
from layouts.components.blanks import said
from layouts.ids import Sensors, Shell
from layouts.requests import current_viewer
from layouts.texts.shell import Said

ACTOR: Final = "operator"


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Cards follow the chosen kind; a saved change is said in a notice and shown at once."""

    @app.callback(
        Output(Sensors.THRESHOLDS, "children"),
        Input(Sensors.THRESHOLD_KIND, "data"),
        Input(Sensors.RULES_CHANGED, "data"),
    )
    async def show_rules(kind: str, _changed: int | None) -> Any:
        overrides = await asyncio.to_thread(services.sensors_overview.overrides)
        return rule_cards(current_viewer(services.settings), sensor_types()[kind], overrides)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Output(Sensors.RULES_CHANGED, "data"),
        Input(Shell.RULE_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(command: dict[str, Any]) -> tuple[Any, Any]:
        viewer = current_viewer(services.settings)
        try:
            sentence = await asyncio.to_thread(_obey, services, command)
        except XiuhuaError as error:
            return refusal(viewer, error), no_update
        return said(viewer, sentence), int(command["at"])


def _obey(services: PageServices, command: dict[str, Any]) -> Text:
    scope = Scope(command["scope"])
    scope_ref = str(command["kind"] if scope is Scope.KIND and command.get("kind") else command["scope_ref"])
    if command.get("action") == "reset":
        services.alarms.reset_rule(str(command["rule"]), scope, scope_ref, ACTOR)
        return Said.RULE_RESET
    services.alarms.edit_rule(override_from(command, scope, scope_ref), ACTOR)
    return Said.RULE_SAVED


def override_from(command: dict[str, Any], scope: Scope, scope_ref: str) -> RuleOverride:
    """The form's fields as an override; empty fields leave what holds more generally. Raises BadInput."""
    fields: dict[str, str] = command.get("fields") or {}
    levels = tuple(
        Level(severity, threshold)
        for severity in Severity
        if (threshold := _figure(fields, severity.value)) is not None
    )
    return RuleOverride(
        rule_key=str(command["rule"]),
        scope=scope,
        scope_ref=scope_ref,
        enabled=False if fields.get("enabled") == "false" else None,
        levels=levels or None,
        hysteresis=_figure(fields, "hysteresis"),
        minimum_duration_s=_figure(fields, "minimum_duration_s"),
    )


def _figure(fields: dict[str, str], name: str) -> float | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(Text(f"「{text}」不是数字", f"{text!r} is no number")) from error
