"""`manage.py requeue`: reads the quarantine again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from commands import only_warnings
from dashboard.settings import load_settings

if TYPE_CHECKING:
    from dashboard.services.ingest.quarantine import Requeued


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(requeue)


def requeue() -> None:
    """Read the whole quarantine again at once; after an import of devices or mappings the worker does so by itself."""
    from rich.console import Console

    from bootstrap.accounts import console
    from bootstrap.tools import requeueing

    only_warnings()
    with requeueing(load_settings()) as service, Console(stderr=True).status("reading the quarantine again") as status:
        done = service.run(console(), lambda so_far: status.update(f"read {so_far.read}, released {so_far.released}"))
    typer.echo(_summary(done))


def _summary(done: Requeued) -> str:
    if not done.read:
        return "the quarantine is empty"
    landed = f"{done.accepted} new observations, {done.repeated} known ones, {done.camera_events} camera events"
    return f"{done.read} messages read again: {done.released} released ({landed}), {done.kept} stay in quarantine"
