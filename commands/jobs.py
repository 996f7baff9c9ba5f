"""`manage.py jobs`: long work that was asked for on the pages."""

from __future__ import annotations

import typer

from commands.ingest import stop_on_signals
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(jobs)


def jobs() -> None:
    """Do long work that was asked for on the pages: imports, reading the quarantine again."""
    from bootstrap.jobs import build_jobs

    build_jobs(load_settings()).run(stop_on_signals())
