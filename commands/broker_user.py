"""`manage.py broker-user`: devices that have a user of their own at the embedded broker."""

from __future__ import annotations

from typing import Annotated

import typer

from commands import only_warnings
from dashboard.errors import BadInput
from dashboard.settings import Settings, load_settings

Filters = list[str]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Users of devices at the embedded broker.")
    group.command()(add)
    group.command("list")(show)
    group.command()(remove)
    app.add_typer(group, name="broker-user")


def add(
    name: Annotated[str, typer.Argument(help="What the device gives as its user name.")],
    topic: Annotated[
        Filters | None,
        typer.Option(metavar="FILTER", help="It may publish on these topics only; otherwise every observation."),
    ] = None,
    hear: Annotated[
        Filters | None, typer.Option(metavar="FILTER", help="It may subscribe to these topics; otherwise to none.")
    ] = None,
) -> None:
    """Add a user; its password is printed once. The running broker takes it in within seconds."""
    from data_sources.mqtt.broker import broker_folder
    from data_sources.mqtt.device_users import add_device_user

    settings = _embedded()
    password = add_device_user(broker_folder(settings.data_dir), name, topic or (), hear or ())
    print(f"user {name}, password {password} (shown only now)")


def show() -> None:
    """List the users, without their passwords."""
    from data_sources.mqtt.broker import broker_folder
    from data_sources.mqtt.device_users import device_users

    for user in device_users(broker_folder(_embedded().data_dir)):
        hears = f", may hear {' '.join(user.hear)}" if user.hear else ""
        print(f"{user.name}: may publish {' '.join(user.publish) or 'every observation'}{hears}")


def remove(name: Annotated[str, typer.Argument(help="The user's name.")]) -> None:
    """Remove a user; the running broker disconnects it within seconds."""
    from data_sources.mqtt.broker import broker_folder
    from data_sources.mqtt.device_users import remove_device_user

    remove_device_user(broker_folder(_embedded().data_dir), name)
    print(f"user {name} is removed")


def _embedded() -> Settings:
    """The settings of an installation with the embedded broker, whose folder is its owner's alone."""
    from data_sources.processes.data_dir import open_data_dir

    only_warnings()
    settings = load_settings()
    if not settings.has_embedded_broker:
        raise BadInput("XIUHUA_MQTT_URL names another broker: its users are its own matter")
    open_data_dir(settings.data_dir)
    return settings
