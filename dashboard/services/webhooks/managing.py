"""Use case: whoever manages other systems says who is told of cases, looks how that goes, and has it told again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from dashboard.domain.audit import before_and_after
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.webhooks.answers import Answer
from dashboard.domain.webhooks.messages import message_of, ping_of, wants
from dashboard.domain.webhooks.records import (
    EVENT_KINDS,
    MOST_REPLAYED,
    MOST_SUBSCRIPTIONS,
    NAME_LENGTH,
    OLD_SECRET_US,
    Delivery,
    DeliveryState,
    NewDelivery,
    Standing,
    Webhook,
    WebhookDraft,
    WebhookLine,
    WebhookState,
)
from dashboard.domain.webhooks.signing import SECRET_BYTES, secret_of
from dashboard.domain.webhooks.targets import checked_url
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.ports.webhooks import WebhookPost, WebhookStore, WebhookWork
from dashboard.services.access import require
from dashboard.services.webhooks.sending import attempt

SHOWN: Final = 50
_GONE: Final = Text("没有这个外部系统", "there is no such subscription")
_NAME: Final = Text(f"名称须为 1～{NAME_LENGTH} 字", f"name: 1 to {NAME_LENGTH} characters")
_KINDS: Final = Text("至少选择一类事件", f"kinds: at least one of {', '.join(EVENT_KINDS)}")
_MANY: Final = Text(
    f"最多 {MOST_SUBSCRIPTIONS} 个外部系统，请先删除不用的", f"at most {MOST_SUBSCRIPTIONS}: remove what is not used"
)
_RANGE: Final = Text("重发的起始时间须早于截止时间", "from: it must be before to")
_TOO_MUCH: Final = Text(
    f"一次最多重发 {MOST_REPLAYED} 条记录，请缩小时间范围",
    f"at most {MOST_REPLAYED} entries at once: take a shorter time",
)


class Made(NamedTuple):
    """A subscription with the secret that is told this once."""

    webhook: Webhook
    secret: str


class Webhooks:
    """Subscriptions. Every method raises Forbidden, NotFound and Unavailable; nothing was changed then."""

    def __init__(self, store: WebhookStore, post: WebhookPost, sealing: Sealing, clock: Clock) -> None:
        self._store = store
        self._post = post
        self._sealing = sealing
        self._clock = clock

    def now_us(self) -> int:
        """Return the time by which ages are told."""
        return self._clock()

    def lines(self, actor: Actor) -> Sequence[WebhookLine]:
        """Return every subscription with what waits of it, the oldest first."""
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.look() as work:
            return work.webhook_lines()

    def line(self, webhook_key: int, actor: Actor) -> WebhookLine:
        """Return one of them."""
        found = next((each for each in self.lines(actor) if each.webhook.webhook_key == webhook_key), None)
        if found is None:
            raise NotFound(_GONE)
        return found

    def deliveries(self, webhook_key: int, actor: Actor, limit: int = SHOWN) -> Sequence[Delivery]:
        """Return its newest deliveries, the newest first."""
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.look() as work:
            _found(work, webhook_key)
            return work.newest_deliveries(webhook_key, limit)

    def add(self, draft: WebhookDraft, actor: Actor) -> Made:
        """Make a subscription; what happens from now on is told. Raises BadInput with what is wrong."""
        require(actor, Permission.MANAGE_EXCHANGE)
        checked, now_us = _checked(draft), self._clock()
        secret = secret_of(secrets.token_bytes(SECRET_BYTES))
        with self._store.begin() as work:
            if len(work.webhooks()) >= MOST_SUBSCRIPTIONS:
                raise Conflict(_MANY)
            _require_known(work, checked)
            webhook = Webhook(
                webhook_key=0,
                draft=checked,
                state=WebhookState.ACTIVE,
                since_us=now_us,
                created_by=actor.name,
                secret=self._sealing.seal(secret),
            )
            webhook = replace(webhook, webhook_key=work.add_webhook(webhook))
            work.note_in_audit(actor, "add_webhook", checked.name, {"before": None, "after": _told(checked)}, now_us)
        return Made(webhook, secret)

    def change(self, webhook_key: int, draft: WebhookDraft, actor: Actor) -> Webhook:
        """Tell something else, or elsewhere, with the secret that it has; what waits goes to a new address at once.

        Raises BadInput with what is wrong.
        """
        require(actor, Permission.MANAGE_EXCHANGE)
        checked, now_us = _checked(draft), self._clock()
        with self._store.begin() as work:
            before = _found(work, webhook_key)
            _require_known(work, checked)
            after = replace(before, draft=checked)
            if checked.url != before.draft.url:
                after = replace(after, standing=Standing())
                work.hurry_deliveries(webhook_key, now_us)
            work.save_webhook(after)
            told = before_and_after(_told(before.draft), _told(checked), name=checked.name)
            work.note_in_audit(actor, "change_webhook", before.draft.name, told, now_us)
        return after

    def remove(self, webhook_key: int, actor: Actor) -> None:
        """Forget it with its outbox."""
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.begin() as work:
            webhook = _found(work, webhook_key)
            work.remove_webhook(webhook_key)
            told = {"before": _told(webhook.draft), "after": None}
            work.note_in_audit(actor, "remove_webhook", webhook.draft.name, told, self._clock())

    def pause(self, webhook_key: int, actor: Actor) -> Webhook:
        """Let nothing leave; what happens goes on to be collected."""
        return self._change(webhook_key, actor, "pause_webhook", state=WebhookState.PAUSED)

    def resume(self, webhook_key: int, actor: Actor) -> Webhook:
        """Let it leave at once, whatever was waited for."""
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.begin() as work:
            _found(work, webhook_key)
            work.hurry_deliveries(webhook_key, self._clock())
        changes = {"state": WebhookState.ACTIVE, "standing": Standing()}
        return self._change(webhook_key, actor, "resume_webhook", **changes)

    def rotate(self, webhook_key: int, actor: Actor) -> Made:
        """Make a new secret; the one before signs too for a day."""
        secret, now_us = secret_of(secrets.token_bytes(SECRET_BYTES)), self._clock()
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.look() as work:
            before = _found(work, webhook_key)
        changes = {
            "secret": self._sealing.seal(secret),
            "old_secret": before.secret,
            "old_secret_until_us": now_us + OLD_SECRET_US,
        }
        return Made(self._change(webhook_key, actor, "rotate_webhook", **changes), secret)

    def test(self, webhook_key: int, actor: Actor) -> Answer:
        """Send a trial message now, beside the outbox; return what came back."""
        require(actor, Permission.MANAGE_EXCHANGE)
        now_us = self._clock()
        with self._store.begin() as work:
            webhook = _found(work, webhook_key)
            work.note_in_audit(actor, "test_webhook", webhook.draft.name, {"url": webhook.draft.url}, now_us)
        message_id = f"msg_{webhook_key}_ping_{now_us}"
        return attempt(webhook, message_id, ping_of(webhook.draft.name, now_us), self._post, self._sealing, now_us)

    def replay(self, webhook_key: int, from_us: int, until_us: int, actor: Actor) -> int:
        """Have all that was meant in a time told again, under the same ids; return how many messages that are.

        What was not told then, by another filter or while the receiver was gone, is told of the case as it is now.
        """
        require(actor, Permission.MANAGE_EXCHANGE)
        if not from_us < until_us:
            raise BadInput(_RANGE)
        now_us = self._clock()
        with self._store.begin() as work:
            webhook = _found(work, webhook_key)
            count = self._put_again(work, webhook, (from_us, until_us), now_us)
            told = {"from_us": from_us, "until_us": until_us, "messages": count}
            work.note_in_audit(actor, "replay_webhook", webhook.draft.name, told, now_us)
        return count

    def _put_again(self, work: WebhookWork, webhook: Webhook, time: tuple[int, int], now_us: int) -> int:
        entries = work.entries_between(*time, MOST_REPLAYED + 1)
        if len(entries) > MOST_REPLAYED:
            raise BadInput(_TOO_MUCH)
        known = work.delivery_of(webhook.webhook_key, [each.entry_key for each in entries])
        for delivery in known.values():
            again = delivery._replace(state=DeliveryState.WAITING, created_us=now_us, next_us=now_us, done_us=None)
            work.save_delivery(again)
        missing = [each for each in entries if each.entry_key not in known]
        cases = {key: work.case(key) for key in {each.case_key for each in missing}}
        added = [
            NewDelivery(webhook.webhook_key, entry.entry_key, entry.case_key, message_of(webhook, entry, case))
            for entry in missing
            if (case := cases[entry.case_key]) is not None
            and wants(webhook.draft.filter, entry, case, work.categories_above(case.category))
        ]
        work.add_deliveries(added, now_us)
        return len(known) + len(added)

    def _change(self, webhook_key: int, actor: Actor, action: str, **changes: Any) -> Webhook:
        require(actor, Permission.MANAGE_EXCHANGE)
        with self._store.begin() as work:
            webhook = _found(work, webhook_key)
            after = replace(webhook, **changes)
            work.save_webhook(after)
            told = {"before": webhook.state.value, "after": after.state.value}
            work.note_in_audit(actor, action, webhook.draft.name, told, self._clock())
        return after


def _found(work: WebhookWork, webhook_key: int) -> Webhook:
    webhook = work.webhook(webhook_key)
    if webhook is None:
        raise NotFound(_GONE)
    return webhook


def _checked(draft: WebhookDraft) -> WebhookDraft:
    name = draft.name.strip()
    if not 0 < len(name) <= NAME_LENGTH:
        raise BadInput(_NAME)
    if not draft.filter.kinds or not draft.filter.kinds <= set(EVENT_KINDS):
        raise BadInput(_KINDS)
    return draft._replace(name=name, url=checked_url(draft.url))


def _require_known(work: WebhookWork, draft: WebhookDraft) -> None:
    """A filter on something that there is not would never let anything pass."""
    department, area, category = draft.filter.department, draft.filter.area, draft.filter.category
    if department is not None and department not in work.known_units()["department"]:
        raise BadInput(Text(f"没有处置单位「{department:.40}」", f"department: there is no {department!r:.60}"))
    if area is not None and not work.area_nodes({area}):
        raise BadInput(Text(f"没有区域「{area:.40}」", f"area: there is no {area!r:.60}"))
    if category is not None and not work.knows_category(category):
        raise BadInput(Text(f"没有类目「{category:.40}」", f"category: there is no {category!r:.60}"))


def _told(draft: WebhookDraft) -> Mapping[str, object]:
    meant = draft.filter
    told = {"url": draft.url, "kinds": sorted(kind.value for kind in meant.kinds), "with_words": draft.with_words}
    return told | {name: value for name, value in meant._asdict().items() if name != "kinds" and value is not None}
