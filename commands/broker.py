"""`manage.py broker`: the embedded MQTT broker in the foreground."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.ingest import stop_on_signals
from dashboard.errors import BadInput
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(broker)


def broker(
    forget: Annotated[
        str, typer.Option(metavar="CLIENT_ID", help="Only give up this client's session and what waits in it.")
    ] = "",
) -> None:
    """Run the embedded MQTT broker on XIUHUA_MQTT_HOST; it is started again when a full disk stopped it."""
    settings = load_settings()
    if forget:
        from data_sources.mqtt.credentials import OWN_PREFIX, BrokerUser, broker_access
        from data_sources.mqtt.session_keeper import forget_session

        access = broker_access(settings, BrokerUser.BROKER)
        forget_session(access.endpoints[0], access.client_id(forget) if forget.startswith(OWN_PREFIX) else forget)
        print(f"the session of {forget} is given up")
        return
    if not settings.has_embedded_broker:
        raise BadInput("XIUHUA_MQTT_URL names another broker: unset it to run the embedded one")
    from bootstrap.broker import build_broker
    from data_sources.processes.data_dir import open_data_dir

    open_data_dir(settings.data_dir)
    build_broker(settings).run(stop_on_signals())
