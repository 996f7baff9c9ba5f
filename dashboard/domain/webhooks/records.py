"""A subscription of another system, and what is delivered to it. The values of states are stored: they never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.records import EntryKind
from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text

NAME_LENGTH: Final = 80
MOST_SUBSCRIPTIONS: Final = 32
MOST_REPLAYED: Final = 5_000
KEPT_US: Final = 30 * DAY_US
"""For how long a delivery is kept, also one that still waits."""
NEWS_US: Final = 7 * DAY_US
"""How old an entry may be when it is written and still be news: what is older is history that was imported."""
OLD_SECRET_US: Final = DAY_US
"""For how long the secret before also signs, so that a receiver can change it without a gap."""
BODY_BYTES: Final = 20_000
"""What a body never exceeds, as Standard Webhooks advises."""
EVENT_KINDS: Final = (
    EntryKind.STEP,
    EntryKind.DISPATCH,
    EntryKind.APPROVAL,
    EntryKind.CLOCK,
    EntryKind.SUPERVISION,
    EntryKind.PHOTO,
    EntryKind.COMMENT,
    EntryKind.MERGE,
    EntryKind.ALARM,
)
"""What of a timeline can be subscribed to: all that is written into the case itself."""


class WebhookState(StrEnum):
    """Whether messages leave. A paused subscription goes on collecting them; one that is gone does not."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"


STATE_LABELS: Final[Mapping[WebhookState, Text]] = {
    WebhookState.ACTIVE: Text("启用", "active"),
    WebhookState.PAUSED: Text("暂停", "paused"),
    WebhookState.GONE: Text("对方已停用", "gone"),
}


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


DELIVERY_LABELS: Final[Mapping[DeliveryState, Text]] = {
    DeliveryState.WAITING: Text("待发", "waiting"),
    DeliveryState.DONE: Text("已送达", "delivered"),
    DeliveryState.GIVEN_UP: Text("已放弃", "given up"),
}


class WebhookFilter(NamedTuple):
    """Which entries are meant: of these kinds, of cases of this department, area and category; None is any.

    What lies below an area or a category counts.
    """

    kinds: frozenset[EntryKind]
    department: str | None = None
    area: str | None = None
    category: str | None = None


class WebhookDraft(NamedTuple):
    """A subscription as somebody asks for it. `with_words` adds what people wrote, phones starred."""

    name: str
    url: str
    filter: WebhookFilter
    with_words: bool = False


class Standing(NamedTuple):
    """How the last attempts went: `failures` in a row, and until when the whole subscription waits.

    `status` is that of the last answer, None when there was none; `fault` says why then.
    """

    failures: int = 0
    hold_until_us: int = 0
    status: int | None = None
    fault: str = ""
    at_us: int | None = None


class Tally(NamedTuple):
    """How many deliveries arrived, how many attempts failed, and how many deliveries were given up, ever."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Webhook:
    """A subscription. `since_us` is when it began to collect; `secret` and `old_secret` are sealed."""

    webhook_key: int
    draft: WebhookDraft
    state: WebhookState
    since_us: int
    created_by: str
    secret: str
    old_secret: str | None = None
    old_secret_until_us: int = 0
    standing: Standing = field(default_factory=Standing)
    tally: Tally = field(default_factory=Tally)


class Backlog(NamedTuple):
    """What waits of a subscription: how many, and since when the oldest does."""

    waiting: int = 0
    oldest_us: int | None = None


class WebhookLine(NamedTuple):
    """A subscription with what waits of it."""

    webhook: Webhook
    backlog: Backlog


class Delivery(NamedTuple):
    """One entry for one subscription: the body as it was when the entry was written."""

    delivery_key: int
    webhook_key: int
    entry_key: int
    case_key: int
    body: str
    state: DeliveryState
    attempts: int
    created_us: int
    next_us: int
    done_us: int | None = None
    status: int | None = None
    fault: str = ""

    @property
    def message_id(self) -> str:
        """Its name at the receiver: the same however often it comes."""
        return message_id(self.webhook_key, self.entry_key)


class NewDelivery(NamedTuple):
    """What is put into the outbox."""

    webhook_key: int
    entry_key: int
    case_key: int
    body: str


def message_id(webhook_key: int, entry_key: int) -> str:
    """Return the `webhook-id` of an entry for a subscription."""
    return f"msg_{webhook_key}_{entry_key}"
