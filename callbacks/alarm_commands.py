"""What the operator does with alarms: acknowledge, shelve, unshelve."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.commands.alarms import (
    ALARM_COMMANDS,
    AcknowledgeAlarm,
    AcknowledgeAlarms,
    AlarmCommand,
    ShelveAlarm,
    UnshelveAlarm,
)
from dashboard.commands.reading import read
from dashboard.domain.alarm_records import Alarm
from dashboard.domain.rights import Actor
from dashboard.domain.sensors import alarm_rules
from layouts.components.blanks import said
from layouts.formatting import day_and_time, number
from layouts.ids import Shell
from layouts.requests import current_viewer
from layouts.texts.shell import Said
from layouts.viewer import Viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser writes a command into the store; what came of it is said in a notice."""

    @app.callback(Output(Shell.NOTICE, "children"), Input(Shell.ALARM_COMMAND, "data"), prevent_initial_call=True)
    async def obey(given: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(ALARM_COMMANDS, given)
        return await asyncio.to_thread(_obey, viewer, services, command, actor)


def _obey(viewer: Viewer, services: PageServices, command: AlarmCommand, actor: Actor) -> Any:
    match command:
        case AcknowledgeAlarm():
            alarm = services.alarms.acknowledge(command.alarm, actor, command.note)
            return said(viewer, Said.ACKNOWLEDGED, _name(viewer, alarm))
        case AcknowledgeAlarms():
            done = services.alarms.acknowledge_all(command.alarms, actor, command.note)
            return said(viewer, Said.ALL_ACKNOWLEDGED, number(len(done)))
        case ShelveAlarm():
            until_us = command.end_us(services.views.now_us())
            alarm = services.alarms.shelve(command.alarm, actor, command.reason, until_us)
            return said(viewer, Said.SHELVED, day_and_time(viewer, until_us), _name(viewer, alarm))
        case UnshelveAlarm():
            return said(viewer, Said.UNSHELVED, _name(viewer, services.alarms.unshelve(command.alarm, actor)))


def _name(viewer: Viewer, alarm: Alarm) -> str:
    rule = alarm_rules().get(alarm.rule_key)
    return viewer.say(rule.label) if rule else alarm.rule_key
