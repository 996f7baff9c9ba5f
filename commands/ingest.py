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
) -> None:
    """Record what devices report; acknowledges each message after its commit."""
    from bootstrap.ingest import build_ingest

    build_ingest(load_settings(), _partition(partition)).run(stop_on_signals())


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
