"""`manage.py migrate`: the newest schema."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.errors import Unusable
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(migrate)


def migrate(
    grant_to: Annotated[
        str, typer.Option(help="PostgreSQL: the role of the processes, which may not change the audit log.")
    ] = "",
) -> None:
    """Bring the database to the newest schema; safe to repeat."""
    from bootstrap import now_us
    from data_sources.db import grants
    from data_sources.db import migrate as migrations
    from data_sources.db.engine import create
    from data_sources.db.schema import SchemaAge, schema_age
    from data_sources.processes.data_dir import open_data_dir

    settings = load_settings()
    open_data_dir(settings.data_dir)
    engine = create(settings.database)
    if schema_age(engine) is SchemaAge.NEWER:
        raise Unusable("the database belongs to a newer Xiuhua: update this installation")
    migrations.migrate(engine, now_us())
    typer.echo("the schema is up to date")
    if grant_to:
        grants.grant_to(engine, grant_to)
        typer.echo(f"{grant_to} may do what the processes do, and only add to the audit log")
