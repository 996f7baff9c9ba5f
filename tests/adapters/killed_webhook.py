"""A sender that is killed between the receiver's answer and its record.

Run as `python -m tests.adapters.killed_webhook DATABASE_URL NOW_US WEBHOOK SECRET_KEY`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping

from dashboard.domain.webhooks.answers import Answer
from dashboard.services.webhooks.sending import WebhookSender
from data_sources.db.engine import create
from data_sources.db.leases import SqlLeases
from data_sources.db.webhooks.store import SqlWebhookStore
from data_sources.sealing import FernetSealing, Purpose
from data_sources.webhooks.posting import HttpPost
from tests.fakes_alarms import FakeClock
from tests.webhook_receiver import LOOPBACK


class WaitingPost(HttpPost):
    """Prints `ready` when the answer is there, and waits for ever."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        super().post(url, headers, body)
        print("ready", flush=True)
        threading.Event().wait()
        raise AssertionError("killed before")


def main(url: str, now_us: int, webhook_key: int, secret_key: str) -> None:
    """Send, as far as it gets."""
    engine, clock = create(url), FakeClock(now_us)
    store, leases, post = SqlWebhookStore(engine, clock), SqlLeases(engine), WaitingPost(LOOPBACK, "Xiuhua/test")
    sender = WebhookSender(
        store, leases, post, FernetSealing(secret_key, Purpose.WEBHOOKS), clock=clock, holder="killed"
    )
    sender.send(webhook_key)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
