"""What `manage.py demo` says on the terminal: one line a step, one line a problem."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

if TYPE_CHECKING:
    from rich.console import Console

_NAME_WIDTH = 10


class Announcer:
    """Writes to `console`; a terminal that has gone away is no reason to fail."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def title(self) -> None:
        """The first line."""
        self._say("\n[bold]Xiuhua 绣花[/]\n")

    def step(self, name: str, detail: str = "") -> None:
        """Something is ready."""
        self._say(f"  [green]✓[/] {name:<{_NAME_WIDTH}} [dim]{escape(detail)}[/]")

    def problem(self, name: str, detail: str) -> None:
        """Something is not well."""
        self._say(f"  [yellow]![/] {name:<{_NAME_WIDTH}} {escape(detail)}")

    def address(self, url: str, log_dir: Path, seconds: float) -> None:
        """The last line of a start."""
        hint = f"after {seconds:.1f} s · logs in {escape(str(log_dir))} · Ctrl-C stops everything"
        self._say(f"\n  [bold cyan]{url}[/]  [dim]{hint}[/]\n")

    def farewell(self, data_dir: Path) -> None:
        """The last line of all."""
        self._say(f"  [green]✓[/] {'stopped':<{_NAME_WIDTH}} [dim]the data stays in {escape(str(data_dir))}[/]\n")

    def _say(self, markup: str) -> None:
        with suppress(OSError):
            self._console.print(markup, highlight=False, soft_wrap=True)
