"""From `manage.py demo` on an empty folder to a city that answers, and the first load of the desk in Chromium."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from bench.tables import quantile, show
from tests.e2e.conftest import FLAGS, sign_in
from tests.e2e.product import ROOT, Product, chromium, free_ports

INTERACTIVE: Final = """() => window.xiuhua && xiuhua.live && xiuhua.live.state === 'live'
  && xiuhua.map && xiuhua.map.session
  && Object.keys(xiuhua.map.counts()).length > 0 && document.querySelector('#page > *')
  && !document.querySelector('#page .skeleton')"""
ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")


SETTLING_S: Final = 30.0
"""After a start every simulated device reports within 20 s, a load that no city has; the visits come after that."""


class FirstLoad(NamedTuple):
    """What one first visit cost."""

    interactive_s: float
    megabytes: float
    requests: int


def start(folder: Path, assets: int) -> tuple[subprocess.Popen[str], float, str]:
    """Starts the demo; gives it with the seconds that it took and its address."""
    port, mqtt_port = free_ports(2)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("XIUHUA_")} | {
        "XIUHUA_DATA_DIR": str(folder),
        "XIUHUA_PORT": str(port),
        "XIUHUA_MQTT_PORT": str(mqtt_port),
    }
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--assets", str(assets)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := ADDRESS.search(line):
            return process, time.monotonic() - began, found[0]
    raise SystemExit("the demo did not start:\n" + "".join(said))


def stop(process: subprocess.Popen[str]) -> None:
    """As Ctrl-C does."""
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def visit(running: Product) -> FirstLoad:
    """A browser that was never here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        answers: list[Any] = []
        page.on("requestfinished", lambda request: answers.append(request))
        sign_in(page.context, running)
        began = time.monotonic()
        page.goto(running.url, wait_until="commit")
        page.wait_for_function(INTERACTIVE, timeout=120_000, polling=20)
        interactive_s = time.monotonic() - began
        sizes = [request.sizes()["responseBodySize"] for request in answers]
        browser.close()
    return FirstLoad(interactive_s, sum(sizes) / 1e6, len(sizes))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=50_000)
    parser.add_argument("--visits", type=int, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="xiuhua-bench-"))
    try:
        process, first_s, _ = start(folder / "data", options.assets)
        stop(process)
        process, again_s, url = start(folder / "data", options.assets)
        try:
            threading.Event().wait(SETTLING_S)
            running = Product(folder / "data", options.assets)
            running.port = urlsplit(url).port or 0
            loads = [visit(running) for _ in range(options.visits)]
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder)
    times = [load.interactive_s for load in loads]
    show(
        f"Start and first load with {options.assets:,} assets",
        ("what", "measured", "reach"),
        [
            ("demo from an empty folder until the address is shown (s)", first_s, "a minute or two"),
            ("demo, second start (s)", again_s, ""),
            ("first load of the desk until interactive, median (s)", quantile(times, 0.5), "≤ 3"),
            ("the same, slowest (s)", max(times), ""),
            ("compressed bytes until then (MB)", loads[0].megabytes, "≤ 2"),
            ("requests until then", loads[0].requests, ""),
        ],
    )


if __name__ == "__main__":
    main()
