"""`manage.py demo`: everything on this machine, with a simulated city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from dashboard.settings import load_settings
from data_sources.demo_city.scenarios import Scenario


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(
    assets: Annotated[int | None, typer.Option(min=1, max=200_000, help="How many assets the city has.")] = None,
    speed: Annotated[float | None, typer.Option(min=0.01, max=1000, help="How much faster than life it runs.")] = None,
    scenario: Annotated[Scenario | None, typer.Option(help="What kind of day it is.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Another number gives another city.")] = None,
    case_days: Annotated[
        int | None, typer.Option(min=0, max=730, help="How many days of past cases it has; 90 without it.")
    ] = None,
    bureau: Annotated[bool, typer.Option("--bureau/--without-bureau", help="Let its people handle the cases.")] = True,
) -> None:
    """Run everything on this machine: broker, ingest, worker, web server and a simulated city."""
    from data_sources.processes.demo_run import PREPARATION, DemoRun

    given = {"assets": assets, "speed": speed, "scenario": scenario, "seed": seed, "case-days": case_days}
    options = simulate_options(given, bureau=bureau)
    city = ("city", ("manage.py", "simulate", "--settle-only", *options.split()))
    run = DemoRun(load_settings(), simulate_options=options, preparation=(*PREPARATION, city))
    raise typer.Exit(run.run())


def simulate_options(given: Mapping[str, object], *, bureau: bool) -> str:
    """Return what `manage.py simulate` is told: what was given, the rest is left to it."""
    told = [f"--{name} {value}" for name, value in given.items() if value is not None]
    return " ".join([*told, *([] if bureau else ["--without-bureau"])])
