"""`manage.py simulate`: the demo city and its devices."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from commands.ingest import stop_on_signals
from dashboard.settings import load_settings
from data_sources.demo_city.scenarios import Scenario

CASE_DAYS: Final = 90


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(simulate)


def simulate(
    assets: Annotated[int | None, typer.Option(min=1, max=200_000, help="How many assets the city has.")] = None,
    speed: Annotated[float, typer.Option(min=0.01, max=1000, help="How much faster than life it runs.")] = 1.0,
    scenario: Annotated[Scenario, typer.Option(help="What kind of day it is.")] = Scenario.CALM,
    seed: Annotated[int, typer.Option(min=0, help="Another number gives another city.")] = 7,
    case_days: Annotated[int, typer.Option(min=0, max=730, help="How many days of past cases it has.")] = CASE_DAYS,
    bureau: Annotated[bool, typer.Option("--bureau/--without-bureau", help="Let its people handle the cases.")] = True,
    settle_only: Annotated[bool, typer.Option("--settle-only", help="Store the city and end.")] = False,
) -> None:
    """Simulate a city: its devices report over MQTT, and its bureau handles cases over the API, as real ones do."""
    from bootstrap.city import Run, build_simulation, settle_demo_city

    settings = load_settings()
    city = settle_demo_city(settings, seed, assets)
    if settle_only:
        typer.echo(f"{len(city.assets)} assets in {len(city.areas)} areas")
        return
    run = Run(scenario=scenario, speed=speed, seed=seed, case_days=case_days, with_bureau=bureau)
    build_simulation(settings, city).run(run, stop_on_signals())
