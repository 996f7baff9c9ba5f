"""The outbox: a delivery is written in the transaction of the entry that it tells of (ADR 20)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.webhooks.messages import message_of, wants
from dashboard.domain.webhooks.records import NEWS_US, DeliveryState, NewDelivery, Webhook, WebhookState
from data_sources.db import tables as t
from data_sources.db.upserts import upsert
from data_sources.db.webhooks.columns import webhook_of

_W = t.webhook.c
_C = t.category.c


def collecting(connection: Connection) -> Sequence[Webhook]:
    """Return the subscriptions that collect messages."""
    query = select(t.webhook).where(_W.state != WebhookState.GONE.value).order_by(_W.webhook_key)
    return [webhook_of(row) for row in connection.execute(query)]


def put_out(
    connection: Connection,
    webhooks: Sequence[Webhook],
    entries: Iterable[CaseEntry],
    case_of: Callable[[int], Case | None],
    now_us: int,
) -> None:
    """Write a delivery for each subscription that an entry is meant for, as its case is in this transaction."""
    cases: dict[int, Case | None] = {}
    found: list[NewDelivery] = []
    for entry in entries:
        meant = [each for each in webhooks if entry.at_us >= max(each.since_us, now_us - NEWS_US)]
        if not meant:
            continue
        if entry.case_key not in cases:
            cases[entry.case_key] = case_of(entry.case_key)
        case = cases[entry.case_key]
        if case is None:
            continue
        above = categories_above(connection, case.category) if any(each.draft.filter.category for each in meant) else ()
        found += [
            NewDelivery(each.webhook_key, entry.entry_key, entry.case_key, message_of(each, entry, case))
            for each in meant
            if wants(each.draft.filter, entry, case, above)
        ]
    add_deliveries(connection, found, now_us)


def add_deliveries(connection: Connection, deliveries: Sequence[NewDelivery], at_us: int) -> None:
    """Put into the outbox what is not in it."""
    rows = [
        {**each._asdict(), "state": DeliveryState.WAITING.value, "created_us": at_us, "next_us": at_us}
        for each in deliveries
    ]
    if rows:
        keys = ["webhook_key", "entry_key"]
        connection.execute(upsert(connection.dialect.name, t.webhook_delivery, keys, update=[]), rows)


def categories_above(connection: Connection, code: str) -> Collection[str]:
    """Return the code and those above it, in whatever version of the catalogue."""
    tree = select(_C.catalogue_key, _C.code, _C.parent).where(_C.code == code).cte(recursive=True)
    above = select(_C.catalogue_key, _C.code, _C.parent).where(
        _C.code == tree.c.parent, _C.catalogue_key == tree.c.catalogue_key
    )
    return {code, *connection.execute(select(tree.union(above).c.code)).scalars()}
