"""What the operator does with alarms: acknowledge, shelve, unshelve."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._problems import refusal
from dashboard.domain.alarm_records import Alarm
from dashboard.domain.sensors import sensor_types
from dashboard.domain.text import Text
from dashboard.errors import BadInput, XiuhuaError
from layouts.components.blanks import said
from layouts.formatting import day_and_time
from layouts.ids import Shell
from layouts.requests import current_viewer
from layouts.texts.shell import Said
from layouts.viewer import Viewer

ACTOR: Final = "operator"
_HOUR_US: Final = 3_600_000_000


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser writes a command into the store; what came of it is said in a notice."""

    @app.callback(Output(Shell.NOTICE, "children"), Input(Shell.ALARM_COMMAND, "data"), prevent_initial_call=True)
    async def obey(command: dict[str, Any]) -> Any:
        viewer = current_viewer(services.settings)
        try:
            return await asyncio.to_thread(_obey, viewer, services, command)
        except XiuhuaError as error:
            return refusal(viewer, error)


def _obey(viewer: Viewer, services: PageServices, command: dict[str, Any]) -> Any:
    alarm_key = int(command["alarm"])
    match command.get("action"):
        case "acknowledge":
            alarm = services.alarms.acknowledge(alarm_key, ACTOR)
            return said(viewer, Said.ACKNOWLEDGED, _name(viewer, alarm))
        case "shelve":
            until_us = services.views.now_us() + int(command["hours"]) * _HOUR_US
            alarm = services.alarms.shelve(alarm_key, ACTOR, str(command.get("reason") or ""), until_us)
            return said(viewer, Said.SHELVED, day_and_time(viewer, until_us), _name(viewer, alarm))
        case "unshelve":
            alarm = services.alarms.unshelve(alarm_key, ACTOR)
            return said(viewer, Said.UNSHELVED, _name(viewer, alarm))
    raise BadInput(Text("无法识别的指令，请刷新页面", f"there is no command {command.get('action')!r}"))


def _name(viewer: Viewer, alarm: Alarm) -> str:
    rules = (rule for sensor in sensor_types().values() for rule in sensor.rules if rule.key == alarm.rule_key)
    rule = next(rules, None)
    return viewer.say(rule.label) if rule else alarm.rule_key
