"""`manage.py serve`: the web server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import typer

from dashboard.settings import load_settings

_GUNICORN_CONFIG: Final = Path(__file__).parents[1] / "gunicorn.conf.py"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve() -> None:
    """Run the web server."""
    from bootstrap import open_database
    from bootstrap.accounts import FIRST_ADMINISTRATOR, make_first_administrator

    settings = load_settings()
    engine = open_database(settings)  # what is wrong with it is one line here, a traceback in a worker
    if password := make_first_administrator(settings, engine):
        typer.echo(f"sign in as {FIRST_ADMINISTRATOR} with the password {password} (shown this once)")
    engine.dispose()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", str(_GUNICORN_CONFIG), "app:server"])
