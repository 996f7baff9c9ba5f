"""Measures the map in Chromium with software rendering and prints a table beside the targets."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[2]
PROBES: Final = (Path(__file__).parent / "probes.js").read_text()
FLAGS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-precise-memory-info",
]


READY: Final = "() => window.xiuhua && xiuhua.map.session && Object.keys(xiuhua.map.counts()).length > 0"
ZOOMS: Final = "probe.zooms([14, 15, 16, 15, 14, 13, 14, 15, 16, 17, 16, 15])"


class Row(NamedTuple):
    """One measured quantity with its target in the same unit."""

    name: str
    p50: float
    p95: float
    worst: float
    target: str


@contextmanager
def served(assets: int, rate: int) -> Iterator[str]:
    """The bench server as a process of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--assets", str(assets), "--rate", str(rate), "--port", str(port)]
    command = [sys.executable, "-m", "bench.map.server", *options]
    process = subprocess.Popen(command, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the server answers. Raises RuntimeError when it ended or 90 s have passed."""
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the bench server did not start")


def quantile(values: list[float], q: float) -> float:
    """The value below which the share `q` of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))] if ordered else float("nan")


def row(name: str, values: list[float], target: str) -> Row:
    """The quantiles of one series."""
    return Row(name, quantile(values, 0.5), quantile(values, 0.95), max(values, default=float("nan")), target)


def drag(page: Page, seconds: float) -> list[float]:
    """Frame times in ms while the map is dragged with the mouse in circles."""
    box = page.viewport_size or {"width": 1920, "height": 1080}
    x, y = box["width"] // 2, box["height"] // 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("probe.startFrames()")
    end = time.monotonic() + seconds
    step = 0
    while time.monotonic() < end:
        step += 1
        offset = 220 * (1 - abs((step % 120) / 60 - 1))
        page.mouse.move(x + offset, y + offset / 2)
    frames: list[float] = page.evaluate("probe.stopFrames()")
    page.mouse.up()
    page.wait_for_timeout(600)
    return frames


def measure(page: Page, address: str) -> list[Row]:
    """All figures of one page."""
    started = time.monotonic()
    page.goto(address)
    page.wait_for_function(READY, timeout=60_000)
    page.evaluate("probe.painted()")
    first = (time.monotonic() - started) * 1000
    page.wait_for_timeout(2500)
    page.evaluate("probe.watchTiles()")
    rows = [Row("first load until painted", first, first, first, "3000")]
    rows.append(row("frame while idle (the floor)", page.evaluate("probe.frames(2000)"), ""))
    for zoom in (14, 15, 16):
        page.evaluate(f"probe.go({zoom})")
        page.wait_for_timeout(1500)
        marks = page.evaluate("probe.marks()")
        rows.append(row(f"z{zoom} ({marks} marks): frame while dragging", drag(page, 4), "20"))
        pans: dict[str, list[float]] = page.evaluate("probe.pans(16)")
        rows.append(row(f"z{zoom}: redraw after pan, script", pans["script"], ""))
        rows.append(row(f"z{zoom}: redraw after pan, to the next frame", pans["painted"], "60"))
    rows.append(row("redraw after zoom, to the next frame", page.evaluate(ZOOMS), "60"))
    page.evaluate("probe.go(14)")
    page.evaluate("probe.watchDeltas()")
    page.wait_for_timeout(5000)
    deltas: dict[str, list[float]] = page.evaluate("probe.deltas()")
    rows.append(row("delta frame: state and counts", deltas["apply"], ""))
    rows.append(row("delta frame: repaint", deltas["paint"], ""))
    rows.append(row("delta frame: both", deltas["both"], "10"))
    rows.append(row("basemap tile", page.evaluate("probe.tileTimes()"), "8"))
    heap = float(page.evaluate("performance.memory.usedJSHeapSize / 1048576"))
    return [*rows, Row("heap in MB", heap, heap, heap, "")]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| quantity (ms) | p50 | p95 | worst | target p95 |", "|---|---|---|---|---|"]
    lines += [f"| {r.name} | {r.p50:.1f} | {r.p95:.1f} | {r.worst:.1f} | {r.target} |" for r in rows]
    return "\n".join(lines)


def main() -> None:
    """Starts server and browser, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=50_000)
    parser.add_argument("--rate", type=int, default=1_000)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args()
    width, height = (int(part) for part in options.size.split("x"))
    with served(options.assets, options.rate) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(PROBES)
        problems: list[Any] = []
        page.on("pageerror", lambda problem: problems.append(problem))
        rows = measure(page, address)
        browser.close()
    sys.stdout.write(f"{options.assets} assets, {options.rate} changes/s, {options.size}\n\n{table(rows)}\n")
    if problems:
        raise SystemExit(f"the page raised {len(problems)} errors, the first: {problems[0]}")


if __name__ == "__main__":
    main()
