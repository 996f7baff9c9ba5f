"""From the MQTT publish to the changed page in Chromium, after the durable commit: quiet and under load."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from bench.live_clients import TOKEN
from bench.publisher import MakePayload, Publisher
from bench.rig import canonical_devices, product
from bench.tables import quantile, show
from tests.e2e.conftest import FLAGS, sign_in, wait_until_live
from tests.e2e.product import ROOT, Product, chromium, now_ms

VALUES: Final = 200
METRIC: Final = "conductivity_uscm"
SETTLE_MS: Final = 3_000

WATCH: Final = """([ids, metric]) => {
  const panel = document.createElement('div');
  panel.style.cssText = 'position:fixed;inset:auto 0 0 0;z-index:99999;display:grid;font:10px monospace;' +
    'grid-template-columns:repeat(25,1fr);background:#000;color:#fff';
  const place = new Map();
  ids.forEach((id, index) => {
    const cell = document.createElement('span');
    cell.dataset.asset = id;
    cell.dataset.metric = metric;
    cell.dataset.digits = '0';
    cell.textContent = '-';
    cell.style.cssText = 'contain:strict;height:12px;overflow:hidden';
    place.set(cell, index);
    panel.append(cell);
  });
  document.body.append(panel);
  window.seen = [];
  new MutationObserver((records) => {
    const now = Date.now();
    const cells = new Set(records.map(({ target }) => (target instanceof Text ? target.parentNode : target)));
    cells.forEach((cell) => window.seen.push([place.get(cell), Number(cell.textContent), now]));
  }).observe(panel, { childList: true, characterData: true, subtree: true });
}"""


class Load(NamedTuple):
    """One situation and what it should reach."""

    name: str
    rate: float
    pages: int
    clients: int
    reach_ms: int


LOADS: Final = (
    Load("quiet, 5 msg/s, 1 page", 5, 1, 0, 50),
    Load("1,000 msg/s, 1 page", 1_000, 1, 0, 100),
    Load("1,000 msg/s, 4 pages", 1_000, 4, 0, 150),
    Load("1,000 msg/s, 8 pages + 100 live clients", 1_000, 8, 100, 500),
)


def counting(topics: list[str]) -> MakePayload:
    """Each device in turn reports how often it has reported."""

    def make(number: int) -> tuple[str, bytes]:
        turn, place = divmod(number, len(topics))
        payload = f'{{"ts":{now_ms()},"seq":{number},"values":{{"{METRIC}":{turn + 1}}}}}'
        return f"{topics[place]}/observation", payload.encode()

    return make


@contextmanager
def live_clients(running: Product, count: int) -> Iterator[None]:
    """So many more clients; fails when the server let one go."""
    if not count:
        yield
        return
    token = running.run("token", "add", "bench", "--scope", "view_wall").strip()
    command = [sys.executable, "-m", "bench.live_clients", str(running.port), str(count)]
    environment = {**os.environ, TOKEN: token}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield
        remaining = int(process.communicate("", timeout=60)[0])
        if remaining < count:
            sys.stdout.write(f"the server let {count - remaining} of {count} live clients go\n")


def measure(running: Product, browser: Browser, topics: list[str], load: Load, seconds: float) -> tuple[object, ...]:
    """One row of the table."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    sign_in(context, running)
    pages = [_open(context.new_page(), running.url, topics) for _ in range(load.pages)]
    with live_clients(running, load.clients):
        count = int(load.rate * seconds)
        publisher = Publisher(running.mqtt_port, counting(topics), count, load.rate)
        publisher.run()
        pages[0].wait_for_timeout(SETTLE_MS)
    latencies = [_latencies_ms(page, publisher, len(topics)) for page in pages]
    context.close()
    everything = [latency for page in latencies for latency in page]
    painted = len(everything) / (count * len(pages))
    figures = [quantile(everything, share) for share in (0.5, 0.95, 1.0)]
    return (load.name, *figures, f"{painted:.1%}", f"p95 ≤ {load.reach_ms}")


def _open(page: Page, url: str, topics: list[str]) -> Page:
    page.set_default_timeout(120_000)
    page.goto(url)
    wait_until_live(page)
    page.evaluate(WATCH, [[topic.rpartition("/")[2] for topic in topics], METRIC])
    page.wait_for_timeout(500)
    return page


def _latencies_ms(page: Page, publisher: Publisher, devices: int) -> list[float]:
    """For each message that was painted: ms from its publish to the change of the page."""
    seen: list[tuple[int, float, int]] = page.evaluate("window.seen")
    found: dict[int, float] = {}
    for place, turn, at_ms in seen:
        number = int(turn - 1) * devices + place
        if 0 <= number < publisher.sent:
            found.setdefault(number, at_ms - publisher.sent_s[number] * 1000)
    return list(found.values())


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--assets", type=int, default=3_000)
    options = parser.parse_args()
    with product(options.assets) as running, sync_playwright() as playwright:
        topics = canonical_devices(running)[:VALUES]
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows = [measure(running, browser, topics, load, options.seconds) for load in LOADS]
        browser.close()
    head = ("situation", "p50 (ms)", "p95 (ms)", "worst (ms)", "painted", "reach")
    show(f"Publish → pixel, durable first, {VALUES} values on the desk", head, rows)


if __name__ == "__main__":
    main()
