"""The commands of manage.py: every module here has `register(app)`, which adds one or a few."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import sys
from typing import Annotated

import typer

from data_sources.processes.lifeline import die_with_parent

_LOG_FORMAT = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"

_QUIET = ("alembic", "httpx2")
"""Their plain messages are noise; those of the second have addresses, which may have secrets in them."""


def command_line() -> typer.Typer:
    """The whole command line. What a command needs beyond its options it imports when it runs."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_before_each)
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        importlib.import_module(f"{__name__}.{info.name}").register(app)
    return app


def _before_each(
    bound: Annotated[
        bool, typer.Option("--die-with-parent", help="End when the parent process ends (for process runners).")
    ] = False,
) -> None:
    """Xiuhua 绣花, a real-time city-management dashboard."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=_LOG_FORMAT)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if bound:
        die_with_parent()


def only_warnings() -> None:
    """For commands that do one thing and end: what they print is their answer, not a log."""
    logging.getLogger().setLevel(logging.WARNING)
