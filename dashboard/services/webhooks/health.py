"""How webhooks do, as the health tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.health import Check, Standing
from dashboard.domain.text import Text
from dashboard.domain.webhooks.records import WebhookLine, WebhookState

LATE_US: Final = HOUR_US
"""A message that waits longer while its subscription is active is worth saying."""


def check_webhooks(lines: Sequence[WebhookLine], now_us: int) -> Check:
    """Return the check: degraded while a receiver is gone, or has let messages wait for an hour.

    Subscriptions are told by number, since everybody may ask for the health. `waiting` is what waits of all,
    `age_s` for how long the oldest does.
    """
    waiting = sum(line.backlog.waiting for line in lines)
    oldest = [line.backlog.oldest_us for line in lines if line.backlog.oldest_us is not None]
    age_s = max(0.0, (now_us - min(oldest)) / 1e6) if oldest else None
    detail = _gone(lines) or _late(lines, now_us)
    standing = Standing.DEGRADED if detail else Standing.OK
    return Check(standing=standing, age_s=age_s, detail=detail, waiting=waiting)


def _gone(lines: Sequence[WebhookLine]) -> Text | None:
    names = [f"#{line.webhook.webhook_key}" for line in lines if line.webhook.state is WebhookState.GONE]
    if not names:
        return None
    return Text(f"对方已停用接收（410）：{'、'.join(names)}", f"disabled by its receiver (410): {', '.join(names)}")


def _late(lines: Sequence[WebhookLine], now_us: int) -> Text | None:
    names = [f"#{line.webhook.webhook_key}" for line in lines if is_late(line, now_us)]
    if not names:
        return None
    return Text(f"一小时以上送不到：{'、'.join(names)}", f"not reached for an hour and longer: {', '.join(names)}")


def is_late(line: WebhookLine, now_us: int) -> bool:
    """Return whether messages of an active subscription wait for long."""
    oldest_us = line.backlog.oldest_us
    return line.webhook.state is WebhookState.ACTIVE and oldest_us is not None and now_us - oldest_us > LATE_US
