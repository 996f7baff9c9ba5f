"""`manage.py backup DIR` and `manage.py restore DIR`: a copy of everything while all runs, and back again."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the copy.", show_default=False)],
) -> None:
    """Copy everything into a new folder while Xiuhua runs: the database, pictures, keys, users of the broker,
    anchors of the audit log. Not in it: logs, and messages that the broker holds. Only its owner may read it, and
    whoever can, can read everything: keep it as safe as the system itself.
    """
    from bootstrap import open_database
    from bootstrap.accounts import console
    from bootstrap.backups import build_backups

    logging.getLogger().setLevel(logging.WARNING)
    settings = load_settings()
    manifest = build_backups(settings, open_database(settings)).make(folder.absolute(), console())
    size_mb = sum(file.size for file in manifest.files) / 1_000_000
    head = manifest.snapshot.head
    typer.echo(
        f"{folder}: {len(manifest.files)} files, {size_mb:.1f} MB, schema {manifest.snapshot.revision}, "
        f"audit log up to entry {head.number} ({head.digest[:16]}…)"
    )


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `backup` made.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what is there already.")] = False,
) -> None:
    """Put everything back from a backup: stop Xiuhua before. Files that are missing or were changed are refused, and so
    is a database that is not empty unless --yes is given. Then the schema is brought up to date and the audit log
    walked; exit code 1 when a link of it does not hold.
    """
    from bootstrap.accounts import console
    from bootstrap.backups import build_backups
    from data_sources.db.engine import create

    logging.getLogger().setLevel(logging.WARNING)
    settings = load_settings()
    with ExitStack() as at_end:
        engine = create(settings.database)
        at_end.callback(engine.dispose)
        done = build_backups(settings, engine).restore(folder.absolute(), console(), replace=yes)
    head = done.manifest.snapshot.head
    schema = "brought up to date" if done.upgraded else "the newest"
    typer.echo(f"restored what was kept at {done.manifest.made_at}; the schema is {schema}")
    if done.broken is not None:
        typer.echo(f"the audit log is broken: {done.broken.why}")
        raise typer.Exit(1)
    typer.echo(f"{head.number} entries of the audit log, the chain is whole (newest digest {head.digest[:16]}…)")
