"""`manage.py worker`: what happens without a reading."""

from __future__ import annotations

import typer

from commands.ingest import stop_on_signals
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(worker)


def worker() -> None:
    """Watch clocks: pending and silent alarms, shelves, maintenance windows, roll-ups, retention."""
    from bootstrap.worker import build_worker

    build_worker(load_settings()).run(stop_on_signals())
