"""Webhooks: what subscriptions cost whoever reports a case, and how many messages a second leave, on both databases."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from bench.rig import TITLES, Database, add_databases
from bench.tables import quantile, show
from dashboard.domain.rights import system
from dashboard.domain.webhooks.records import EVENT_KINDS, WebhookDraft, WebhookFilter
from dashboard.services.webhooks.managing import Webhooks
from dashboard.services.webhooks.sending import WebhookSender
from data_sources.db.engine import create
from data_sources.db.leases import SqlLeases
from data_sources.db.migrate import migrate
from data_sources.db.webhooks.store import SqlWebhookStore
from data_sources.sealing import FernetSealing, Purpose
from tests.case_office import CaseOffice
from tests.servers import DURABLE, NOW, private_postgres
from tests.webhook_receiver import Receiver, posting

SUBSCRIPTIONS: Final = (0, 1, 8)
_HEAD: Final = ("subscriptions", "report of a case, p50 ms", "p95 ms", "messages", "messages/s of one receiver")


def measure(engine: Engine, url: str, subscriptions: int, cases: int) -> tuple[object, ...]:
    """Report cases, then let one subscription be told of them all."""
    office, sealing = CaseOffice(engine), FernetSealing("bench" * 8, Purpose.WEBHOOKS)
    store = SqlWebhookStore(engine, office.clock)
    webhooks = Webhooks(store, posting(), sealing, office.clock)
    meant = WebhookFilter(frozenset(EVENT_KINDS))
    keys = [
        webhooks.add(WebhookDraft(f"system {each}", url, meant), system()).webhook.webhook_key
        for each in range(subscriptions)
    ]
    took_ms = []
    for _ in range(cases):
        began = time.perf_counter()
        office.reported()
        took_ms.append((time.perf_counter() - began) * 1e3)
    times = (quantile(took_ms, 0.5), quantile(took_ms, 0.95))
    if not keys:
        return subscriptions, *times, 0, "–"
    sender = WebhookSender(store, SqlLeases(engine), posting(), sealing, clock=office.clock, holder="bench")
    began, made = time.perf_counter(), 0
    while sent := sender.send(keys[0]):
        made += sent
    return subscriptions, *times, made, made / (time.perf_counter() - began)


def run(kind: Database, cases: int) -> None:
    """One database."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, Receiver().running() as receiver:
        for subscriptions in SUBSCRIPTIONS:
            if kind is Database.SQLITE:
                rows.append(
                    _on(f"sqlite:///{Path(folder) / f'{subscriptions}.db'}", receiver.url, subscriptions, cases)
                )
                continue
            with private_postgres(DURABLE) as cluster:
                rows.append(_on(cluster.new_database(), receiver.url, subscriptions, cases))
    show(TITLES[kind], _HEAD, rows)


def _on(database: str, url: str, subscriptions: int, cases: int) -> tuple[object, ...]:
    engine = create(database)
    try:
        migrate(engine, NOW)
        return measure(engine, url, subscriptions, cases)
    finally:
        engine.dispose()


def main() -> None:
    """Both, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500, help="how many are reported")
    add_databases(parser)
    options = parser.parse_args()
    for kind in options.database:
        run(kind, options.cases)


if __name__ == "__main__":
    main()
