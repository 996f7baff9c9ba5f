"""Webhooks: their subscriptions and outbox inside a transaction, and how a message leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.cases.records import CaseEntry
from dashboard.domain.webhooks.answers import Answer
from dashboard.domain.webhooks.records import (
    Delivery,
    NewDelivery,
    Webhook,
    WebhookLine,
)
from dashboard.ports.cases import CaseWork


class WebhookRows(Protocol):
    """Subscriptions and deliveries inside a transaction.

    The deliveries of an entry are stored by `add_case_entries`, in the transaction of the entry.
    """

    def webhooks(self) -> Sequence[Webhook]:
        """Every subscription, the oldest first."""

    def webhook_lines(self) -> Sequence[WebhookLine]:
        """Every subscription with what waits of it."""

    def webhook(self, webhook_key: int) -> Webhook | None:
        """One subscription, locked until the end of a transaction that writes."""

    def add_webhook(self, webhook: Webhook) -> int:
        """Store it and return its key."""

    def save_webhook(self, webhook: Webhook) -> None:
        """Store it in place of what is stored."""

    def remove_webhook(self, webhook_key: int) -> None:
        """Forget it and all of its deliveries."""

    def due_deliveries(self, webhook_key: int, now_us: int, limit: int) -> Sequence[Delivery]:
        """What may leave now, in the order of the entries: of each case the earliest alone."""

    def due_webhooks(self, now_us: int) -> Sequence[int]:
        """The keys of the active subscriptions of which something may leave now."""

    def save_delivery(self, delivery: Delivery) -> None:
        """Store how it stands."""

    def newest_deliveries(self, webhook_key: int, limit: int) -> Sequence[Delivery]:
        """Those that were tried or written last, the newest first."""

    def delivery_of(self, webhook_key: int, entry_keys: Collection[int]) -> Mapping[int, Delivery]:
        """The deliveries of these entries, by entry."""

    def add_deliveries(self, deliveries: Sequence[NewDelivery], at_us: int) -> None:
        """Put into the outbox what is not in it."""

    def entries_between(self, from_us: int, until_us: int, limit: int) -> Sequence[CaseEntry]:
        """The entries of all timelines that were written then, the earliest first; `until_us` is no more in it."""

    def hurry_deliveries(self, webhook_key: int, now_us: int) -> None:
        """Let all that waits of a subscription be due."""

    def knows_category(self, code: str) -> bool:
        """Return whether any version of the catalogue has this code."""

    def categories_above(self, code: str) -> Collection[str]:
        """The code of a category and those above it, in whatever version of the catalogue."""

    def forget_deliveries(self, before_us: int) -> int:
        """Remove those that were written before; return how many. What still waited counts as given up."""


class WebhookWork(WebhookRows, CaseWork, Protocol):
    """One transaction of webhooks."""


class WebhookStore(Protocol):
    """Where webhooks are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[WebhookWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[WebhookWork]:
        """The same for reading only; it waits for no writer."""


class WebhookPost(Protocol):
    """What takes a message to its receiver."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send it once, within a bounded time; what goes wrong is the answer's fault. No redirect is followed."""
