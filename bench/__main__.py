"""Runs every benchmark, one after the other; `python -m bench ladder pixel` runs those."""

from __future__ import annotations

import subprocess
import sys
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
}


def main(chosen: list[str]) -> int:
    """The exit code: how many failed."""
    unknown = sorted(set(chosen) - set(BENCHMARKS))
    if unknown:
        sys.stderr.write(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    failed = 0
    for name in chosen or BENCHMARKS:
        sys.stdout.write(f"\n## {name}\n")
        sys.stdout.flush()
        failed += subprocess.run([sys.executable, "-m", BENCHMARKS[name]], cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
