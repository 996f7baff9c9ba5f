"""Who is looking at an event: nobody else is given it meanwhile."""

from __future__ import annotations

from typing import Final, NamedTuple

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.text import Text

HELD_FOR_US: Final = 2 * MINUTE_US
"""How long a claim lasts that nobody renews: a browser that was closed keeps an event from nobody for long."""
AGES_AFTER_US: Final = 30 * MINUTE_US
"""What waits for longer is counted and shown apart."""


class Claim(NamedTuple):
    """That somebody holds an event, until when."""

    event_key: int
    holder: str
    since_us: int
    until_us: int

    def holds_against(self, actor: str, now_us: int) -> bool:
        """Whether it keeps this actor from the event now."""
        return self.holder != actor and self.until_us > now_us


def claimed(before: Claim | None, event_key: int, actor: str, now_us: int) -> Claim:
    """Return the claim of an actor whom none keeps from it; one's own is renewed."""
    own = before is not None and before.holder == actor and before.until_us > now_us
    since_us = before.since_us if before is not None and own else now_us
    return Claim(event_key, actor, since_us, now_us + HELD_FOR_US)


def taken(claim: Claim) -> Text:
    """Return who holds it."""
    return Text(f"{claim.holder} 正在看这个事件", f"{claim.holder} is looking at this event")
