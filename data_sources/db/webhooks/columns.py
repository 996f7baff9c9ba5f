"""A subscription and a delivery as rows, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from dashboard.domain.cases.records import EntryKind
from dashboard.domain.webhooks.records import (
    Delivery,
    DeliveryState,
    Standing,
    Tally,
    Webhook,
    WebhookDraft,
    WebhookFilter,
    WebhookState,
)


def webhook_row(webhook: Webhook) -> dict[str, Any]:
    """Return the columns of a subscription but its key."""
    draft, meant = webhook.draft, webhook.draft.filter
    return {
        "name": draft.name,
        "url": draft.url,
        "state": webhook.state.value,
        "kinds": " ".join(sorted(kind.value for kind in meant.kinds)),
        "department": meant.department,
        "area": meant.area,
        "category": meant.category,
        "with_words": draft.with_words,
        "secret": webhook.secret,
        "old_secret": webhook.old_secret,
        "old_secret_until_us": webhook.old_secret_until_us,
        "since_us": webhook.since_us,
        "created_by": webhook.created_by,
        **webhook.standing._asdict(),
        **webhook.tally._asdict(),
    }


def webhook_of(row: Row[Any]) -> Webhook:
    """Return the subscription of a row."""
    kinds = frozenset(EntryKind(kind) for kind in row.kinds.split())
    meant = WebhookFilter(kinds, row.department, row.area, row.category)
    return Webhook(
        webhook_key=row.webhook_key,
        draft=WebhookDraft(row.name, row.url, meant, with_words=row.with_words),
        state=WebhookState(row.state),
        since_us=row.since_us,
        created_by=row.created_by,
        secret=row.secret,
        old_secret=row.old_secret,
        old_secret_until_us=row.old_secret_until_us,
        standing=Standing(row.failures, row.hold_until_us, row.status, row.fault, row.at_us),
        tally=Tally(row.delivered, row.failed, row.given_up),
    )


def delivery_of(row: Row[Any]) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        row.delivery_key,
        row.webhook_key,
        row.entry_key,
        row.case_key,
        row.body,
        DeliveryState(row.state),
        row.attempts,
        row.created_us,
        row.next_us,
        row.done_us,
        row.status,
        row.fault,
    )
