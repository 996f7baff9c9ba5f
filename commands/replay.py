"""`manage.py replay`: plays the past through the live system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from commands import only_warnings
from commands.ingest import stop_on_signals
from dashboard.domain.imports import shown_file
from dashboard.domain.readings import to_us
from dashboard.errors import BadInput
from dashboard.settings import Settings, load_settings

if TYPE_CHECKING:
    from dashboard.domain.replays import RecordedMessage


class _Past(NamedTuple):
    """What is to be played; `length` is None when it is not known beforehand."""

    messages: Iterator[RecordedMessage]
    length: int | None
    source: str


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(replay)


def replay(
    file: Annotated[
        Path | None, typer.Argument(help="Recorded messages, one JSON object a line.", show_default=False)
    ] = None,
    speed: Annotated[float, typer.Option(min=0.01, max=10_000, help="How much faster than the first time.")] = 1.0,
    from_: Annotated[
        str | None, typer.Option("--from", help="Instead of a file: stored readings from this time on (RFC 3339).")
    ] = None,
    to: Annotated[str | None, typer.Option(help="… and before this time.")] = None,
) -> None:
    """Play recorded messages, or a past time range, through the live system, marked as replay."""
    from rich.console import Console
    from rich.progress import Progress

    from bootstrap import now_us
    from bootstrap.accounts import console
    from bootstrap.tools import replaying
    from dashboard.services.ingest.replay import Replay

    only_warnings()
    settings, stop = load_settings(), stop_on_signals()
    if file and (from_ or to):
        raise BadInput("give either a file or --from and --to")
    past = _from_file(settings, file, now_us()) if file else _from_memory(settings, from_, to)
    with replaying(settings, stop.wait) as player, Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("playing", total=past.length)
        played = player.play(
            past.messages,
            Replay(f"{now_us() // 1_000_000:x}", past.source, speed),
            console(),
            tell=lambda count: progress.update(bar, completed=count),
        )
    typer.echo(f"{played.messages} messages played" + ("" if played.complete else ", then stopped"))


def _from_file(settings: Settings, file: Path, now_us: int) -> _Past:
    from data_sources.recordings import check_recording, read_recording

    recording = check_recording(file, now_us, spaces=not settings.has_embedded_broker)
    return _Past(read_recording(file, now_us), recording.messages, shown_file(file, ""))


def _from_memory(settings: Settings, from_: str | None, to: str | None) -> _Past:
    from bootstrap import open_database
    from data_sources.db.ingest.replay_reader import ReplayReader

    if not from_ or not to:
        raise BadInput("give a file with recorded messages, or --from and --to")
    from_us, until_us = _moment_us("--from", from_), _moment_us("--to", to)
    if from_us >= until_us:
        raise BadInput("--from must be before --to")
    reader = ReplayReader(open_database(settings))
    if next(reader.messages(from_us, until_us), None) is None:
        raise BadInput(f"nothing was measured between {from_} and {to}")
    return _Past(reader.messages(from_us, until_us), None, f"{from_} – {to}")


def _moment_us(name: str, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{name} {text}: write RFC 3339 such as 2026-11-21T08:15:00+08:00") from error
    if moment.tzinfo is None:
        raise BadInput(f"{name} {text}: has no zone; write it such as 2026-11-21T08:15:00+08:00")
    return to_us(moment.astimezone(UTC))
