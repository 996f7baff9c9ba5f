"""`manage.py broker`: the embedded MQTT broker in the foreground."""

from __future__ import annotations

import os

import typer

from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(broker)


def broker() -> None:
    """Run the embedded MQTT broker on 127.0.0.1."""
    from data_sources.mqtt.broker import server_command
    from data_sources.processes.data_dir import open_data_dir

    settings = load_settings()
    open_data_dir(settings.data_dir)
    command = server_command(settings.data_dir, settings.mqtt_port)
    os.execv(command[0], command)
