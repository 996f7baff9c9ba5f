"""Other systems on fixed records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.domain.cases.records import EntryKind
from dashboard.domain.rights import Actor
from dashboard.domain.webhooks.answers import Answer, Fault
from dashboard.domain.webhooks.records import (
    EVENT_KINDS,
    Backlog,
    Delivery,
    DeliveryState,
    Standing,
    Tally,
    Webhook,
    WebhookDraft,
    WebhookFilter,
    WebhookLine,
    WebhookState,
)
from dashboard.errors import NotFound
from dashboard.services.webhooks.managing import Made
from tests.readout_builders import HOUR_US, NOW_US

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def webhook_of(key: int, name: str, state: WebhookState = WebhookState.ACTIVE, **more: object) -> Webhook:
    """A subscription."""
    meant = WebhookFilter(frozenset(EVENT_KINDS), "D1", None, "05")
    draft = WebhookDraft(name, f"https://bureau-{key}.example/hook", meant, with_words=True)
    told = {"since_us": NOW_US, "created_by": "root", "secret": "sealed", **more}
    return Webhook(webhook_key=key, draft=draft, state=state, **told)  # type: ignore[arg-type]


class FakeWebhooks:
    """Three of them: one works, one is down, one is gone; `done` are the commands that came."""

    def __init__(self) -> None:
        down = Standing(4, NOW_US + HOUR_US, None, Fault.REFUSED.value, NOW_US)
        self.kept = [
            WebhookLine(webhook_of(1, "市政系统", tally=Tally(1204, 3, 0)), Backlog()),
            WebhookLine(webhook_of(2, "交警", standing=down, tally=Tally(0, 4, 1)), Backlog(17, NOW_US - HOUR_US)),
            WebhookLine(webhook_of(3, "水务", WebhookState.GONE), Backlog(2, NOW_US)),
        ]
        self.done: list[tuple[object, ...]] = []

    def now_us(self) -> int:
        return NOW_US

    def lines(self, _actor: Actor) -> Sequence[WebhookLine]:
        return self.kept

    def line(self, webhook_key: int, _actor: Actor) -> WebhookLine:
        found = [each for each in self.kept if each.webhook.webhook_key == webhook_key]
        if not found:
            raise NotFound("there is no such subscription")
        return found[0]

    def deliveries(self, webhook_key: int, _actor: Actor) -> Sequence[Delivery]:
        body = '{"type":"case.feedback","data":{"case":{"number":"20261127-0001"}}}'
        common = (webhook_key, 7, 7, body)
        return [
            Delivery(3, *common, DeliveryState.WAITING, 0, NOW_US, NOW_US),
            Delivery(2, *common, DeliveryState.GIVEN_UP, 9, NOW_US, NOW_US, NOW_US, None, "timeout"),
            Delivery(1, *common, DeliveryState.DONE, 1, NOW_US, NOW_US, NOW_US, 204, ""),
        ]

    def add(self, draft: WebhookDraft, _actor: Actor) -> Made:
        self.done.append(("add", draft))
        return Made(replace(webhook_of(4, draft.name), draft=draft), SECRET)

    def change(self, webhook_key: int, draft: WebhookDraft, actor: Actor) -> Webhook:
        self.done.append(("change", webhook_key, draft))
        return replace(self.line(webhook_key, actor).webhook, draft=draft)

    def rotate(self, webhook_key: int, actor: Actor) -> Made:
        self.done.append(("rotate", webhook_key))
        return Made(self.line(webhook_key, actor).webhook, SECRET)

    def pause(self, webhook_key: int, actor: Actor) -> Webhook:
        self.done.append(("pause", webhook_key))
        return replace(self.line(webhook_key, actor).webhook, state=WebhookState.PAUSED)

    def resume(self, webhook_key: int, actor: Actor) -> Webhook:
        self.done.append(("resume", webhook_key))
        return replace(self.line(webhook_key, actor).webhook, state=WebhookState.ACTIVE)

    def remove(self, webhook_key: int, _actor: Actor) -> None:
        self.done.append(("remove", webhook_key))

    def test(self, webhook_key: int, _actor: Actor) -> Answer:
        self.done.append(("test", webhook_key))
        return Answer(204)

    def replay(self, webhook_key: int, from_us: int, until_us: int, _actor: Actor) -> int:
        self.done.append(("replay", webhook_key, until_us - from_us))
        return 12


KINDS = [EntryKind.STEP.value, EntryKind.DISPATCH.value]
