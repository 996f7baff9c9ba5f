"""`manage.py cases verify`: whether every deadline comes out again."""

from __future__ import annotations

import typer

from commands import only_warnings
from dashboard.domain.cases.verifying import CaseDifference
from dashboard.domain.readings import from_us
from dashboard.settings import load_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    cases = typer.Typer(no_args_is_help=True)
    cases.callback(help="Cases and their clocks.")(only_warnings)
    cases.command("verify")(verify)
    app.add_typer(cases, name="cases")


def verify() -> None:
    """Compute every deadline, lamp and verdict again from the frozen rules and the timeline.

    Each difference is a line: the case, what is stored, what comes out; then exit code 1. Suspensions that will not
    end are named on stderr. Nothing is changed.
    """
    from rich.console import Console
    from rich.progress import Progress

    from bootstrap import now_us, open_database
    from bootstrap.cases import build_case_verification

    settings = load_settings()
    verification = build_case_verification(settings, open_database(settings))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("computing", total=verification.total(now_us()))
        verdict = verification.verify(_say, lambda count: progress.update(bar, completed=count))
    for each in verification.endless(now_us()):
        typer.echo(f"case {each.number} is suspended and nothing will resume it", err=True)
    if verdict.differing:
        typer.echo(f"{verdict.differing} of {verdict.cases} cases differ")
        raise typer.Exit(1)
    typer.echo(f"{verdict.cases} cases, every deadline comes out again")


def _say(difference: CaseDifference) -> None:
    stored, computed = (_told(difference.field, value) for value in (difference.stored, difference.computed))
    typer.echo(f"{difference.number}: {difference.field} is {stored}, computed {computed}")


def _told(field: str, value: object) -> str:
    if value is None:
        return "nothing"
    is_moment = field.endswith(("due_us", "yellow_us", "since_us"))
    return from_us(value).isoformat() if is_moment and isinstance(value, int) else str(value)
