"""`manage.py health`: asks the running web server how everything is."""

from __future__ import annotations

import typer

from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(health)


def health() -> None:
    """Tell whether all is well: exit code 0 when it is, else 1."""
    from data_sources.processes.web_health import ask_health

    settings = load_settings()
    answer = ask_health(settings.host, settings.port)
    if answer is None:
        print(f"down: no Xiuhua answers at {settings.web_url}")
        raise typer.Exit(1)
    print(f"{answer.status}: " + ", ".join(f"{name} {state}" for name, state in answer.checks.items()))
    raise typer.Exit(0 if answer.status == "ok" else 1)
