"""Use case: take what lies in the outbox to its receivers, in order for each case, again until it arrives."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from dashboard.domain.durations import SECOND_US
from dashboard.domain.rights import system
from dashboard.domain.webhooks.answers import Answer, Fault, Verdict, judged
from dashboard.domain.webhooks.records import KEPT_US, Delivery, DeliveryState, Tally, Webhook, WebhookState
from dashboard.domain.webhooks.signing import signed_headers
from dashboard.ports.operations import Clock, Leases
from dashboard.ports.sealing import Sealing
from dashboard.ports.webhooks import WebhookPost, WebhookStore

log = logging.getLogger(__name__)

BATCH: Final = 20
LEASE_US: Final = 60 * SECOND_US
"""For how long one sender has a subscription; longer than an attempt takes."""


class WebhookSender:
    """Sends. One sender at a time has a subscription, by a lease, so that the order holds with several workers.

    An attempt is recorded after it was made: whoever is killed between makes it again, under the same `webhook-id`.
    Every method raises Unavailable when the database is out of reach.
    """

    def __init__(
        self,
        store: WebhookStore,
        leases: Leases,
        post: WebhookPost,
        sealing: Sealing,
        *,
        clock: Clock,
        holder: str,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._leases = leases
        self._post = post
        self._sealing = sealing
        self._clock = clock
        self._holder = holder
        self._chance = chance

    def due(self) -> list[int]:
        """Return the subscriptions of which something may leave now."""
        with self._store.look() as work:
            return list(work.due_webhooks(self._clock()))

    def send(self, webhook_key: int) -> int:
        """Send some of what is due of a subscription; return how many attempts were made, 0: nothing more for now."""
        webhook, deliveries = self._next(webhook_key)
        for made, delivery in enumerate(deliveries):
            if webhook is None or not self._is_ours(webhook_key):
                return made
            answer = self._attempt(webhook, delivery)
            webhook = self._record(webhook_key, delivery, answer)
            if webhook is None or webhook.standing.hold_until_us > self._clock():
                return 0
        return len(deliveries)

    def forget(self, now_us: int) -> int:
        """Remove deliveries that are kept long enough; return how many."""
        with self._store.begin() as work:
            return work.forget_deliveries(now_us - KEPT_US)

    def _next(self, webhook_key: int) -> tuple[Webhook | None, list[Delivery]]:
        now_us = self._clock()
        if not self._is_ours(webhook_key):
            return None, []
        with self._store.look() as work:
            webhook = work.webhook(webhook_key)
            if webhook is None or webhook.state is not WebhookState.ACTIVE or webhook.standing.hold_until_us > now_us:
                return None, []
            return webhook, list(work.due_deliveries(webhook_key, now_us, BATCH))

    def _is_ours(self, webhook_key: int) -> bool:
        now_us = self._clock()
        return self._leases.take(f"webhook {webhook_key}", self._holder, now_us, now_us + LEASE_US)

    def _attempt(self, webhook: Webhook, delivery: Delivery) -> Answer:
        return attempt(webhook, delivery.message_id, delivery.body, self._post, self._sealing, self._clock())

    def _record(self, webhook_key: int, delivery: Delivery, answer: Answer) -> Webhook | None:
        """Store what became of it; None when nothing more may be sent."""
        now_us = self._clock()
        with self._store.begin() as work:
            webhook = work.webhook(webhook_key)
            if webhook is None:
                return None
            verdict = judged(delivery, webhook.standing, answer, now_us, self._chance())
            work.save_delivery(verdict.delivery)
            after = _after(webhook, verdict)
            work.save_webhook(after)
            if verdict.is_gone:
                told = {"status": answer.status, "url": webhook.draft.url}
                work.note_in_audit(system("webhooks"), "disable_webhook", webhook.draft.name, told, now_us)
        _report(webhook, after)
        return after if after.state is WebhookState.ACTIVE else None


def attempt(webhook: Webhook, message_id: str, body: str, post: WebhookPost, sealing: Sealing, now_us: int) -> Answer:
    """Sign a message and send it once; return what came back."""
    kept = [webhook.secret]
    if webhook.old_secret is not None and now_us < webhook.old_secret_until_us:
        kept.append(webhook.old_secret)
    secrets = [plain for plain in map(sealing.unseal, kept) if plain is not None]
    if not secrets:
        return Answer(fault=Fault.KEY)
    return post.post(webhook.draft.url, signed_headers(message_id, now_us, body, secrets), body.encode())


def _after(webhook: Webhook, verdict: Verdict) -> Webhook:
    state, tally = verdict.delivery.state, webhook.tally
    is_done, is_given_up = state is DeliveryState.DONE, state is DeliveryState.GIVEN_UP
    return replace(
        webhook,
        state=WebhookState.GONE if verdict.is_gone else webhook.state,
        standing=verdict.standing,
        tally=Tally(tally.delivered + is_done, tally.failed + (not is_done), tally.given_up + is_given_up),
    )


def _report(before: Webhook, after: Webhook) -> None:
    """Once when a receiver fails, and once when it is back."""
    if after.state is not before.state:
        log.warning("webhook %s: its receiver answered 410; it is disabled", before.webhook_key)
    elif after.standing.failures and not before.standing.failures:
        said = after.standing.fault or after.standing.status
        log.warning("webhook %s fails (%s); it is tried again", before.webhook_key, said)
    elif before.standing.failures and not after.standing.failures:
        log.info("webhook %s works again", before.webhook_key)
