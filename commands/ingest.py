"""`manage.py ingest`: from MQTT messages to committed rows."""

from __future__ import annotations

import re
import signal
import threading
from typing import Annotated

import typer

from dashboard.errors import BadInput
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(ingest)


def ingest(
    partition: Annotated[
        str, typer.Option(help="Which share of the topics: K/N, for N ingest processes without MQTT 5.")
    ] = "1/1",
    member: Annotated[
        int, typer.Option(min=1, max=999, help="Which of this machine's members of the MQTT 5 share group.")
    ] = 1,
    drain: Annotated[
        str,
        typer.Option(metavar="NAME", help="Only record what waits for a member that is gone: ingest-host-2."),
    ] = "",
) -> None:
    """Record what devices report; acknowledges each message after its commit.

    Stops acknowledging while less than XIUHUA_DISK_RESERVE_MB is free, and goes on by itself.
    """
    from bootstrap.ingest import build_ingest

    settings = load_settings()
    number, parts = _which(partition, member, settings.mqtt_share_group)
    if drain:
        if not settings.mqtt_share_group:
            raise BadInput("--drain is for members of XIUHUA_MQTT_SHARE_GROUP: set it")
        build_ingest(settings, name=drain).drain(stop_on_signals())
        print(f"nothing waits for {drain} any more")
        return
    build_ingest(settings, number, parts).run(stop_on_signals())


def _which(partition: str, member: int, share_group: str) -> tuple[int, int]:
    """The number of this process, and among how many the topics are parted."""
    number, parts = _partition(partition)
    if share_group and parts > 1:
        raise BadInput(
            "--partition does not go with XIUHUA_MQTT_SHARE_GROUP, whose members the broker shares the messages among: "
            "take --member N instead, or unset the group"
        )
    if member > 1 and not share_group:
        raise BadInput("--member is for members of XIUHUA_MQTT_SHARE_GROUP: set it, or take --partition K/N")
    return (member, 1) if share_group else (number, parts)


def _partition(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", text)
    number, parts = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= parts:
        raise BadInput(f"--partition {text}: write K/N with 1 ≤ K ≤ N, for example 2/3")
    return number, parts


def stop_on_signals() -> threading.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop
