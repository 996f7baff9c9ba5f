"""What was measured, as a Markdown table in docs/reliability.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.faults.fleet import DeviceKind

BEGIN: Final = "<!-- {stack}: written by `make faults`, do not edit -->"
END: Final = "<!-- end of {stack} -->"
HEAD: Final = (
    "fault",
    "acknowledged",
    "lost",
    *(f"doubled: {kind}" for kind in DeviceKind),
    "s until right",
    "peak memory (MB)",
    "",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fault: what became of the messages that were acknowledged to the gateway during it.

    `is_kept` is False where the stack does not promise that nothing is lost; `failure` says why it never became right.
    """

    title: str
    acknowledged: int = 0
    lost: int = 0
    doubled: Mapping[DeviceKind, int] = field(default_factory=dict)
    right_s: float | None = None
    peak_mb: float | None = None
    remark: str = ""
    is_kept: bool = True
    failure: str = ""

    def broken_promises(self) -> list[str]:
        """Return what is not as promised."""
        lost = [f"{self.title}: {self.lost} lost"] if self.lost and self.is_kept else []
        known = [kind for kind in (DeviceKind.TIMED, DeviceKind.COUNTED) if self.doubled.get(kind)]
        failed = [f"{self.title}: {self.failure}"] if self.failure else []
        return failed + lost + [f"{self.title}: {self.doubled[kind]} of devices with {kind} doubled" for kind in known]

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        doubled = (f"{self.doubled[kind]:,}" if self.doubled else "" for kind in DeviceKind)
        counts = (f"{self.acknowledged:,}", f"{self.lost:,}") if self.acknowledged else ("", "")
        right = "" if self.right_s is None else f"{self.right_s:.1f}"
        peak = "" if self.peak_mb is None else f"{self.peak_mb:,.0f}"
        return (self.title, *counts, *doubled, right, peak, self.failure or self.remark)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = [HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def caption(command: str, load_before: float) -> str:
    """Return when, where and how it was measured."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    machine = f"{os.cpu_count()} {platform.machine()} cores, {memory_gb:.0f} GB, Python {platform.python_version()}"
    load = f"load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} at the end"
    return f"Measured by `{command}` on {datetime.now(UTC):%Y-%m-%d}; {machine}; {load}."


def write_section(path: Path, stack: str, section: str) -> None:
    """Put `section` between the marks of that stack in the document. Raises ValueError when it has none."""
    first, last = BEGIN.format(stack=stack), END.format(stack=stack)
    before, begin, rest = path.read_text(encoding="utf-8").partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"{path} has no section between {first} and {last}")
    path.write_text(f"{before}{first}\n\n{section}\n\n{last}{after}", encoding="utf-8")
