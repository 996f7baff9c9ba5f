"""`make faults`: every fault on both stacks at full length; prints the table and writes it to docs/reliability.md."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

from tests.e2e.product import ROOT
from tests.faults.measuring import measure_stack
from tests.faults.rig import STACKS
from tests.faults.scenarios import LONG, SCENARIOS, SHORT, Extent, Scenario
from tests.faults.table import Row, caption, table, write_section
from tests.servers import NotInstalled

DOCUMENT: Final = ROOT / "docs" / "reliability.md"


def main() -> None:
    """Measure; end with 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few seconds each, as in `make test`")
    parser.add_argument("--stack", action="append", choices=STACKS, help="only this stack")
    parser.add_argument("--only", default="", help="only faults whose title begins so")
    parser.add_argument("--print-only", action="store_true", help="leave docs/reliability.md as it is")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # so that what was started is ended
    extent = SHORT if options.short else LONG
    scenarios = [scenario for scenario in SCENARIOS if scenario.title.startswith(options.only)]
    is_whole = not (options.print_only or options.short or options.only)
    broken: list[str] = []
    for stack in options.stack or STACKS:
        section, rows = _measure(stack, extent, scenarios)
        _say("\n" + section)
        if is_whole:
            write_section(DOCUMENT, stack, section)
        broken += [f"{stack}: {promise}" for row in rows for promise in row.broken_promises()]
    if broken:
        sys.exit("\n".join(broken))


def _measure(stack: str, extent: Extent, scenarios: Sequence[Scenario]) -> tuple[str, list[Row]]:
    """Measure one stack; return its part of the document, and the rows."""
    load = os.getloadavg()[0]
    rows: list[Row] = []
    try:
        for row in measure_stack(stack, extent, scenarios):
            _say(" | ".join(row.cells()))
            rows.append(row)
    except NotInstalled as error:
        rows.append(Row(title="", remark=f"skipped: {error}"))
    return f"### {stack}\n\n{table(rows)}\n\n{caption('make faults', load)}", rows


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
