"""`manage.py audit verify`: whether the audit log is whole."""

from __future__ import annotations

import typer

from commands import only_warnings
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    audits = typer.Typer(no_args_is_help=True)
    audits.callback(help="The audit log.")(only_warnings)
    audits.command("verify")(verify)
    app.add_typer(audits, name="audit")


def verify() -> None:
    """Walk the chain of the audit log, and name the first link that does not hold (exit code 1)."""
    from bootstrap import open_database
    from dashboard.domain.audit import first_broken
    from data_sources.db.audit import SqlAuditReader
    from data_sources.processes.audit_anchors import read_anchors

    settings = load_settings()
    reader = SqlAuditReader(open_database(settings))
    head = reader.head()
    broken = first_broken(reader.entries(), head, read_anchors(settings.log_dir))
    if broken is not None:
        typer.echo(f"the audit log is broken: {broken.why}")
        raise typer.Exit(1)
    typer.echo(f"{head.number} entries, the chain is whole (newest digest {head.digest[:16]}…)")
