"""Lets one wall run under a multiplied update rate and prints what it cost: heap before and after, main thread."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.rig import product
from bench.tables import show
from tests.e2e.conftest import sign_in
from tests.e2e.product import Product, chromium

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-precise-memory-info",
)
READY: Final = "() => document.querySelector('.wall-panel') && xiuhua.live.state === 'live' && xiuhua.map.session"
SETTLING_S: Final = 30.0
WALL_TARGET: Final = "< 50 %"


class Look(NamedTuple):
    """What Chromium tells of a page; `task_s` are the CPU seconds that its main thread has worked so far.

    CPU and not wall time: what other processes take from this machine is not the wall's doing.
    """

    at_s: float
    task_s: float
    heap_mb: float
    nodes: int
    listeners: int


@contextmanager
def wall(running: Product, width: int, height: int) -> Iterator[tuple[Page, CDPSession, int]]:
    """The wall in a Chromium with software rendering, and the number of the process that draws it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        sign_in(page.context, running)
        page.goto(f"{running.url}/wall?dwell=20")
        page.wait_for_function(READY, timeout=120_000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        renderer = max(
            (found for found in processes if found["type"] == "renderer"), key=lambda found: found["cpuTime"]
        )
        yield page, session, int(renderer["id"])
        browser.close()


def look(session: CDPSession, renderer: int) -> Look:
    """The figures now, after the garbage was collected."""
    session.send("HeapProfiler.collectGarbage")
    found = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return Look(
        time.monotonic(),
        main_thread_s(renderer),
        found["JSHeapUsedSize"] / 1e6,
        int(found["Nodes"]),
        int(found["JSEventListeners"]),
    )


def main_thread_s(process: int) -> float:
    """The CPU seconds of a process's first thread."""
    fields = Path(f"/proc/{process}/task/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(page: Page, session: CDPSession, renderer: int, minutes: float, every_s: float) -> list[Look]:
    """Looks again and again, from when the wall has settled."""
    page.wait_for_timeout(SETTLING_S * 1000)
    looks = [look(session, renderer)]
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        page.wait_for_timeout(every_s * 1000)
        looks.append(look(session, renderer))
    return looks


def rows(looks: list[Look]) -> list[tuple[object, ...]]:
    """One line an interval: minute, main thread, heap, nodes, listeners."""
    first = looks[0]
    return [
        (
            f"{(now.at_s - first.at_s) / 60:.1f}",
            f"{100 * (now.task_s - before.task_s) / (now.at_s - before.at_s):.1f} %",
            f"{now.heap_mb:.1f} MB",
            now.nodes,
            now.listeners,
        )
        for before, now in zip(looks, looks[1:], strict=False)
    ]


def main() -> None:
    """Runs the soak and prints its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two looks")
    parser.add_argument("--size", default="3840x2160")
    parser.add_argument("--assets", type=int, default=3_700)
    parser.add_argument("--speed", type=float, default=10.0, help="how much faster than real time devices report")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    with product(options.assets) as running:
        city = f"simulate --assets {options.assets} --scenario storm --speed {options.speed:g} --without-bureau"
        running.start(city)
        with wall(running, width, height) as (page, session, renderer):
            looks = soak(page, session, renderer, options.minutes, options.every)
            reloads = page.evaluate("JSON.parse(localStorage.getItem('xiuhua.wall-reloads') || '[]').length")
        report(looks, options, reloads)
        running.kill(city)


def report(looks: list[Look], options: argparse.Namespace, reloads: int) -> None:
    """The whole, then interval by interval."""
    first, last = looks[0], looks[-1]
    share = 100 * (last.task_s - first.task_s) / (last.at_s - first.at_s)
    title = f"Wall soak: {options.size}, {options.minutes:g} min, {options.assets} assets at {options.speed:g}× speed"
    whole = [
        ("main thread", f"{share:.1f} %", WALL_TARGET),
        ("heap before", f"{first.heap_mb:.1f} MB", ""),
        ("heap after", f"{last.heap_mb:.1f} MB", "no growth"),
        ("DOM nodes", f"{first.nodes} → {last.nodes}", "bounded"),
        ("listeners", f"{first.listeners} → {last.listeners}", "bounded"),
        ("reloads by the watchdog", str(reloads), "0"),
    ]
    show(title, ("what", "measured", "target"), whole)
    show("By interval", ("minute", "main thread", "heap", "nodes", "listeners"), rows(looks))


if __name__ == "__main__":
    main()
