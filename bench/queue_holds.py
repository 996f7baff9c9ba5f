"""Holds a pointer on the desk's queue while a storm runs, aims clicks at rows, and counts what moved underneath."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from playwright.sync_api import Page, sync_playwright

from bench.rig import product
from bench.tables import show
from bench.wall_soak import FLAGS
from tests.e2e.conftest import sign_in
from tests.e2e.product import Product, chromium

READY: Final = "() => window.xiuhua && xiuhua.live.state === 'live' && document.querySelector('#desk-alarms .q')"
ALARMS: Final = "Number(document.getElementById('desk-alarms-count').textContent.replace(/,/g, '') || 0)"
AWAY: Final = (900, 450)
EVERY_CLICK_S: Final = 1.0
WAITING_S: Final = 600.0

WATCH: Final = """() => {
  const list = document.getElementById('desk-alarms');
  const nameOf = (node) => {
    const row = node?.closest('.q[data-alarm], [data-group]');
    return row ? row.dataset.alarm ?? row.dataset.group : '';
  };
  const alarms = () => ALARMS;
  const lines = () => list.querySelectorAll(':scope > .q, :scope > .q-story').length;
  const seen = {
    least: alarms(), most: alarms(), lines: lines(), drawn: 0, looks: 0, changes: 0, hit: '', at: null, before: null,
  };
  list.addEventListener('xiuhua:drawn', () => {
    seen.drawn += 1;
    seen.lines = Math.max(seen.lines, lines());
    [seen.least, seen.most] = [Math.min(seen.least, alarms()), Math.max(seen.most, alarms())];
  });
  list.addEventListener('click', (event) => { seen.hit = nameOf(event.target); }, true);
  const look = () => {
    if (seen.at) {
      const now = nameOf(document.elementFromPoint(...seen.at));
      if (seen.before !== null) { seen.looks += 1; if (now !== seen.before) seen.changes += 1; }
      seen.before = now;
    }
    window.requestAnimationFrame(look);
  };
  window.requestAnimationFrame(look);
  window.queueWatch = { seen, under: (x, y) => nameOf(document.elementFromPoint(x, y)) };
}""".replace("ALARMS", ALARMS)
"""Looks at every frame of the browser at what stands under the point where the pointer rests."""

MIDDLE_ROW: Final = """() => {
  const boxes = [...document.querySelectorAll('#desk-alarms .q-open')].map((row) => row.getBoundingClientRect());
  const seen = boxes.filter((box) => box.height && box.top > 200 && box.bottom < 800);
  const box = seen[Math.floor(seen.length / 2)];
  return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
}"""
REST: Final = "(at) => { Object.assign(queueWatch.seen, { at, before: null }); }"


class Rested(NamedTuple):
    """What a time of rest came to; `looks` are the browser's frames in it."""

    drawn: int
    looks: int
    changes: int


class Aimed(NamedTuple):
    """How many clicks were aimed at a row, and how many hit that row."""

    aimed: int
    hit: int
    drawn: int


@contextmanager
def desk(running: Product) -> Iterator[Page]:
    """The desk in a Chromium, with alarms in its queue."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        sign_in(page.context, running)
        page.goto(running.url)
        page.wait_for_function(READY, timeout=120_000)
        yield page
        browser.close()


def unfold(page: Page) -> None:
    """Opens every story."""
    page.evaluate("document.querySelectorAll('[data-unfold][aria-expanded=false]').forEach((head) => head.click())")


def middle_row(page: Page) -> tuple[float, float]:
    """The middle of a row in the middle of the list."""
    x, y = page.evaluate(MIDDLE_ROW)
    return float(x), float(y)


def rest(page: Page, seconds: float) -> Rested:
    """Lets the pointer rest on a row."""
    x, y = middle_row(page)
    page.mouse.move(x, y)
    page.evaluate(REST, [x, y])
    drawn = page.evaluate("queueWatch.seen.drawn")
    page.wait_for_timeout(seconds * 1000)
    seen = page.evaluate("queueWatch.seen")
    page.evaluate(REST, None)
    return Rested(seen["drawn"] - drawn, seen["looks"], seen["changes"])


def aim(page: Page, seconds: float) -> Aimed:
    """Clicks row after row, each half a second after the pointer came to it, as a person who reads does."""
    drawn, aimed, hit = page.evaluate("queueWatch.seen.drawn"), 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.mouse.move(*AWAY)
        page.wait_for_timeout(EVERY_CLICK_S * 500)
        x, y = middle_row(page)
        page.mouse.move(x, y)
        meant = page.evaluate("([x, y]) => queueWatch.under(x, y)", [x, y])
        page.wait_for_timeout(EVERY_CLICK_S * 500)
        page.evaluate("queueWatch.seen.hit = ''")
        page.mouse.click(x, y)
        aimed += 1
        hit += bool(meant) and page.evaluate("queueWatch.seen.hit") == meant
    return Aimed(aimed, hit, page.evaluate("queueWatch.seen.drawn") - drawn)


def main() -> None:
    """Runs the storm and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=12_000)
    parser.add_argument("--speed", type=float, default=10.0, help="how much faster than real time devices report")
    parser.add_argument("--alarms", type=int, default=128, help="how many must be open before it begins")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the pointer rests, and then aims")
    options = parser.parse_args()
    with product(options.assets) as running:
        city = f"simulate --assets {options.assets} --scenario storm --speed {options.speed:g} --without-bureau"
        running.start(city)
        try:
            measure(running, options)
        finally:
            running.kill(city)


def measure(running: Product, options: argparse.Namespace) -> None:
    """Rests and aims once the storm is there."""
    with desk(running) as page:
        page.wait_for_function(f"() => {ALARMS} >= {options.alarms}", timeout=WAITING_S * 1000)
        page.evaluate(WATCH)
        unfold(page)
        rested = rest(page, options.seconds)
        aimed = aim(page, options.seconds)
        report(options, rested, aimed, page.evaluate("queueWatch.seen"))


def report(options: argparse.Namespace, rested: Rested, aimed: Aimed, seen: dict[str, int]) -> None:
    """What stood under the pointer, what was hit, and how many lines tell it."""
    title = f"Queue in a storm: {options.assets} assets at {options.speed:g}× speed, {options.seconds:g} s each"
    rows = [
        ("open alarms", f"{seen['least']} to {seen['most']}", f"≥ {options.alarms}"),
        ("lines at the top, at most", str(seen["lines"]), "≤ 7"),
        ("drawn anew while the pointer rested", str(rested.drawn), "> 0"),
        ("frames in which the row under it was looked at", str(rested.looks), ""),
        ("times that row was another", str(rested.changes), "0"),
        ("drawn anew while clicks were aimed", str(aimed.drawn), "> 0"),
        ("clicks aimed", str(aimed.aimed), ""),
        ("clicks that hit what was aimed at", str(aimed.hit), "all"),
    ]
    show(title, ("what", "measured", "target"), rows)


if __name__ == "__main__":
    main()
