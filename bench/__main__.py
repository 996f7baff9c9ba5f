"""Runs every benchmark, one after the other; `python -m bench ladder pixel` runs those.

`mutations`, `queue_holds` and `bureau` run by name only; options go to what is named,
`python -m bench mutations --count N`.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BENCHMARKS: Final = {
    "ingest": "bench.ingest",
    "ladder": "bench.ladder",
    "pixel": "bench.pixel",
    "map": "bench.map.run",
    "memory": "bench.memory",
    "start": "bench.start",
    "login": "bench.login",
    "audit_chain": "bench.audit_chain",
    "positions": "bench.positions",
    "cameras": "bench.cameras",
    "cases": "bench.cases",
    "dispatch": "bench.dispatch",
    "webhooks": "bench.webhooks",
    "camera_events": "bench.camera_events",
}
BY_NAME_ONLY: Final = {
    "mutations": "bench.mutations",
    "queue_holds": "bench.queue_holds",
    "bureau": "bench.bureau",
}


def main(arguments: list[str]) -> int:
    """The exit code: how many failed."""
    named = {**BENCHMARKS, **BY_NAME_ONLY}
    chosen = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    options = arguments[len(chosen) :]
    unknown = sorted(set(chosen) - set(named))
    if unknown or (options and not chosen):
        there_is = f"there is no benchmark {', '.join(unknown)}" if unknown else "options need the name of a benchmark"
        sys.stderr.write(f"{there_is}; there are {', '.join(named)}\n")
        return 2
    failed = 0
    for name in chosen or BENCHMARKS:
        sys.stdout.write(f"\n## {name}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", named[name], *options]
        failed += subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
