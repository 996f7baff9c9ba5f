"""Camera events with pictures: 200 a second for a minute, and one loud camera beside quiet ones; the desk meanwhile."""

from __future__ import annotations

import argparse
import base64
import io
import time
from collections.abc import Sequence
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.pixel import VALUES, Load, measure
from bench.publisher import MakePayload, Publisher
from bench.rig import TITLES, Database, add_databases, canonical_devices, product
from bench.tables import quantile, show
from tests.e2e.conftest import FLAGS
from tests.e2e.product import Product, chromium, eventually

DESK: Final = Load("", 5, 1, 0, 50)
CAMERAS: Final = 50
LOUD_PER_S, QUIET_PER_S = 100, 10
"""Of one camera, and of ten others together."""
KEPT: Final = (
    "SELECT label, updated_us, image_digest FROM camera_event WHERE camera_ref LIKE ? AND image_digest IS NOT NULL"
)
COUNT: Final = "SELECT count(*) FROM camera_event WHERE camera_ref LIKE ?"


class Situation(NamedTuple):
    """What cameras do: how many events a second, and which camera the event with a number is of."""

    name: str
    prefix: str
    rate: int
    cameras: int
    is_one_loud: bool = False

    def camera(self, number: int) -> int:
        """One of the cameras in turn; or the loud one, and now and then one of the quiet."""
        if not self.is_one_loud:
            return number % self.cameras
        turn, place = divmod(number, self.rate // QUIET_PER_S)
        return 1 + turn % (self.cameras - 1) if place == 0 else 0


SITUATIONS: Final = (
    Situation("no events", "", 0, 0),
    Situation("200 events/s of 50 cameras", "many", 200, CAMERAS),
    Situation("100 of one camera, 10 of ten", "loud", LOUD_PER_S + QUIET_PER_S, 11, is_one_loud=True),
)


def picture() -> bytes:
    """A JPEG of 1280 × 720 with as much in it as a street has, about 80 kB."""
    noise = Image.effect_noise((128, 72), 50).resize((1280, 720)).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=70)
    return written.getvalue()


def events(situation: Situation, shot: bytes) -> MakePayload:
    """Each message is an event of its own with a picture of its own: the same one would be merged and kept once."""

    def make(number: int) -> tuple[str, bytes]:
        image = base64.b64encode(shot + f"{situation.prefix}{number:09d}".encode()).decode()
        label = f"{situation.prefix}{number}"
        payload = f'{{"event_id":"{label}","category":"{label}","ts":{time.time_ns() // 1_000_000},"image":"{image}"}}'
        return f"xiuhua/v1/camera/{situation.prefix}-{situation.camera(number)}/event", payload.encode()

    return make


def run(
    running: Product, browser: Browser, topics: list[str], situation: Situation, seconds: float, shot: bytes
) -> Sequence[object]:
    """One row of the table."""
    count = int(situation.rate * seconds)
    publisher = Publisher(running.mqtt_port, events(situation, shot), count, situation.rate or None)
    publisher.start()
    desk = measure(running, browser, topics, DESK, seconds)
    publisher.join()
    if not count:
        return (situation.name, "", "", "", "", "", desk[2], desk[4])
    of_these = f"canonical:{situation.prefix}-%"
    eventually(lambda: running.query(COUNT, of_these)[0][0] >= count, "all is committed", 600)
    kept = running.query(KEPT, of_these)
    delays = delays_ms(situation, publisher, kept)
    pictures = len({digest for _, _, digest in kept})
    figures = (quantile(delays, 0.5), quantile(delays, 0.95), max(delays))
    return (situation.name, f"{len(kept):,} of {count:,}", f"{pictures:,}", *figures, desk[2], desk[4])


def delays_ms(situation: Situation, publisher: Publisher, kept: Sequence[tuple[str, int, str]]) -> list[float]:
    """From the publish of each event to its record; of one loud camera and quiet ones those of the quiet alone."""
    numbered = [(int(label.removeprefix(situation.prefix)), updated_us) for label, updated_us, _ in kept]
    return [
        updated_us / 1000 - publisher.sent_s[number] * 1000
        for number, updated_us in numbered
        if not situation.is_one_loud or situation.camera(number)
    ]


def measured(database: Database, options: argparse.Namespace) -> list[Sequence[object]]:
    """All rows of a database."""
    with product(options.assets, database=database) as running, sync_playwright() as playwright:
        topics = canonical_devices(running)[:VALUES]
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows = [run(running, browser, topics, each, options.seconds, picture()) for each in SITUATIONS]
        browser.close()
    return [(f"{TITLES[database]}: {name}", *rest) for name, *rest in rows]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--assets", type=int, default=3_000)
    add_databases(parser)
    options = parser.parse_args()
    rows = [row for database in options.database for row in measured(database, options)]
    head = ("situation", "recorded", "pictures", "delay p50 (ms)", "p95 (ms)", "worst (ms)", "desk p95 (ms)", "painted")
    show(f"Camera events with pictures of {len(picture()) // 1000} kB, {options.seconds:.0f} s each", head, rows)


if __name__ == "__main__":
    main()
