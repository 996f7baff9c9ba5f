"""Subscriptions and deliveries inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, insert, select, update

from dashboard.domain.cases.records import CaseEntry
from dashboard.domain.webhooks.records import (
    Backlog,
    Delivery,
    DeliveryState,
    NewDelivery,
    Webhook,
    WebhookLine,
    WebhookState,
)
from dashboard.ports.webhooks import WebhookRows
from data_sources.db import tables as t
from data_sources.db.cases.rows import entry_of
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart
from data_sources.db.webhooks.columns import delivery_of, webhook_of, webhook_row
from data_sources.db.webhooks.outbox import add_deliveries, categories_above

_W = t.webhook.c
_D = t.webhook_delivery.c
_E = t.case_entry.c
_WAITS = _D.state == DeliveryState.WAITING.value


class SqlWebhookRows(SqlPart, WebhookRows):
    """Webhooks."""

    def webhooks(self) -> Sequence[Webhook]:
        """The oldest first."""
        return [webhook_of(row) for row in self._connection.execute(select(t.webhook).order_by(_W.webhook_key))]

    def webhook_lines(self) -> Sequence[WebhookLine]:
        """Each with what waits of it."""
        query = select(_D.webhook_key, func.count(), func.min(_D.created_us)).where(_WAITS).group_by(_D.webhook_key)
        waiting = {key: Backlog(count, oldest_us) for key, count, oldest_us in self._connection.execute(query)}
        return [WebhookLine(each, waiting.get(each.webhook_key, Backlog())) for each in self.webhooks()]

    def webhook(self, webhook_key: int) -> Webhook | None:
        """On PostgreSQL its row is locked when the transaction writes."""
        query = select(t.webhook).where(_W.webhook_key == webhook_key)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        row = self._connection.execute(query).first()
        return None if row is None else webhook_of(row)

    def add_webhook(self, webhook: Webhook) -> int:
        """Store it; return its key."""
        statement = insert(t.webhook).values(webhook_row(webhook)).returning(_W.webhook_key)
        return int(self._connection.execute(statement).scalar_one())

    def save_webhook(self, webhook: Webhook) -> None:
        """Store it."""
        statement = update(t.webhook).where(_W.webhook_key == webhook.webhook_key).values(webhook_row(webhook))
        self._connection.execute(statement)

    def remove_webhook(self, webhook_key: int) -> None:
        """With its outbox."""
        self._connection.execute(delete(t.webhook_delivery).where(_D.webhook_key == webhook_key))
        self._connection.execute(delete(t.webhook).where(_W.webhook_key == webhook_key))

    def due_deliveries(self, webhook_key: int, now_us: int, limit: int) -> Sequence[Delivery]:
        """By the indexes of what waits."""
        earlier = t.webhook_delivery.alias()
        is_behind = (
            select(earlier.c.delivery_key)
            .where(earlier.c.webhook_key == _D.webhook_key, earlier.c.case_key == _D.case_key)
            .where(earlier.c.state == DeliveryState.WAITING.value, earlier.c.entry_key < _D.entry_key)
            .exists()
        )
        query = (
            select(t.webhook_delivery)
            .where(_D.webhook_key == webhook_key, _WAITS, _D.next_us <= now_us, ~is_behind)
            .order_by(_D.entry_key)
            .limit(limit)
        )
        return [delivery_of(row) for row in self._connection.execute(query)]

    def due_webhooks(self, now_us: int) -> Sequence[int]:
        """Those that are not held up; whether their deliveries are the first of their cases is not looked at."""
        waits = select(_D.delivery_key).where(_D.webhook_key == _W.webhook_key, _WAITS, _D.next_us <= now_us).exists()
        query = select(_W.webhook_key).where(_W.state == WebhookState.ACTIVE.value, _W.hold_until_us <= now_us, waits)
        return list(self._connection.execute(query).scalars())

    def save_delivery(self, delivery: Delivery) -> None:
        """Store what changes of it."""
        told = {
            "state": delivery.state.value,
            "attempts": delivery.attempts,
            "created_us": delivery.created_us,
            "next_us": delivery.next_us,
            "done_us": delivery.done_us,
            "status": delivery.status,
            "fault": delivery.fault,
        }
        self._connection.execute(
            update(t.webhook_delivery).where(_D.delivery_key == delivery.delivery_key).values(told)
        )

    def newest_deliveries(self, webhook_key: int, limit: int) -> Sequence[Delivery]:
        """By the entries, the newest first."""
        query = select(t.webhook_delivery).where(_D.webhook_key == webhook_key)
        query = query.order_by(_D.entry_key.desc()).limit(limit)
        return [delivery_of(row) for row in self._connection.execute(query)]

    def delivery_of(self, webhook_key: int, entry_keys: Collection[int]) -> Mapping[int, Delivery]:
        """By entry."""
        query = select(t.webhook_delivery).where(_D.webhook_key == webhook_key, _D.entry_key.in_(entry_keys))
        return {row.entry_key: delivery_of(row) for row in self._connection.execute(query)}

    def add_deliveries(self, deliveries: Sequence[NewDelivery], at_us: int) -> None:
        """Each once."""
        add_deliveries(self._connection, deliveries, at_us)

    def entries_between(self, from_us: int, until_us: int, limit: int) -> Sequence[CaseEntry]:
        """In the order in which they were written."""
        query = select(t.case_entry).where(_E.at_us >= from_us, _E.at_us < until_us).order_by(_E.entry_key).limit(limit)
        return [entry_of(row) for row in self._connection.execute(query)]

    def hurry_deliveries(self, webhook_key: int, now_us: int) -> None:
        """Whenever they were to be tried."""
        later = (_D.webhook_key == webhook_key, _WAITS, _D.next_us > now_us)
        self._connection.execute(update(t.webhook_delivery).where(*later).values(next_us=now_us))

    def knows_category(self, code: str) -> bool:
        """In any version."""
        query = select(t.category.c.category_key).where(t.category.c.code == code).limit(1)
        return self._connection.execute(query).first() is not None

    def categories_above(self, code: str) -> Collection[str]:
        """With the code itself."""
        return categories_above(self._connection, code)

    def forget_deliveries(self, before_us: int) -> int:
        """What waited is counted as given up."""
        lost = (
            select(func.count()).where(_D.webhook_key == _W.webhook_key, _WAITS, _D.created_us < before_us)
        ).scalar_subquery()
        self._connection.execute(update(t.webhook).values(given_up=_W.given_up + lost))
        return self._connection.execute(delete(t.webhook_delivery).where(_D.created_us < before_us)).rowcount
