"""What the quarantine is sorted by: where a message came from, and with which devices and mappings it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.feeds import Feed

SOURCE_LENGTH: Final = 120
PROFILE_LENGTH: Final = 80
_LEVELS_SHOWN: Final = 8
_LONG_LEVEL: Final = 24
_JUDGED_BY: Final = (Feed.REGISTRY, Feed.MAPPINGS)


def topic_pattern(topic: str) -> str:
    """Return the topic as a filter that holds for its like: levels with a digit, and long ones, become `+`.

    `city/7/well/A-113` is `city/+/well/+`; from the ninth level on it is `#`. At most 120 characters.
    """
    levels = topic.split("/")
    shown = ["+" if _is_a_number_of_something(level) else level for level in levels[:_LEVELS_SHOWN]]
    if len(levels) > _LEVELS_SHOWN:
        shown.append("#")
    return "/".join(shown)[:SOURCE_LENGTH]


def _is_a_number_of_something(level: str) -> bool:
    return len(level) > _LONG_LEVEL or any(sign.isdigit() for sign in level)


def judged_revision(revisions: Mapping[Feed, int]) -> int:
    """Return the revision of what a message is judged by, the devices and the mappings: it rises with either."""
    return sum(revisions.get(feed, 0) for feed in _JUDGED_BY)
