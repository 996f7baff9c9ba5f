"""Which messages were heard before: what networks repeat, brokers deliver again and senders send again.

A message that carries its own measuring time is known by it: its row has the same key. The others are known by marks
of their content, which are kept in the memory of their asset.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

KEPT_US: Final = 10 * 60 * 1_000_000
"""How long before the newest message marks are remembered. The newest one is never forgotten."""

MOST_KEPT: Final = 256
_AGAIN_WITHIN_US: Final = 60 * 1_000_000
_AT_ONCE_US: Final = 1_000_000

_BEGINNING: Final = 16
"""A device that restarted counts from the beginning, and a few of its first messages may be lost on the air."""

Mark = list[int]
"""A mark of the content, and when that came first, in µs; a third number if the device had just restarted."""


class Heard(Enum):
    """What a message is, seen against those before it."""

    NEWS = "news"
    REPEAT = "repeat"
    ECHO = "echo"
    """A message without time and counter that the broker delivers again: its row is known, but whether its values
    are the newest only the order tells in which the broker delivers."""


def hear(
    seen: list[Mark], mark: int, received_us: int, *, counted: bool, redelivered: bool, counter: int | None = None
) -> Heard:
    """Hold a message against those in `seen`, and remember it there.

    `counted` tells that the content differs from message to message: by its `counter` (of frames, or a sequence
    number), or by a time. Then what comes again is a repeat, unless the device restarted in between: its counter is
    at the beginning again, more than a minute after the same content came before.
    Without a counter the same content is a repeat within a second if nothing came in between.
    """
    known = next((entry for entry in seen if entry[0] == mark), None)
    if known is None:
        _remember(seen, [mark, received_us])
        return Heard.NEWS
    is_newest = known is seen[-1]
    if redelivered:
        return Heard.REPEAT if counted or is_newest else Heard.ECHO
    age_us = abs(received_us - known[1])
    begins = counter is not None and counter <= _BEGINNING and age_us >= _AGAIN_WITHIN_US
    if counted and (is_newest or not (begins or _restarted_since(seen, known))):
        return Heard.REPEAT
    if is_newest and age_us < _AT_ONCE_US:
        return Heard.REPEAT
    seen.remove(known)
    _remember(seen, [mark, received_us, 1] if begins else [mark, received_us])
    return Heard.NEWS


def _restarted_since(seen: list[Mark], known: Mark) -> bool:
    return any(len(entry) > 2 for entry in seen[seen.index(known) + 1 :])


def _remember(seen: list[Mark], entry: Mark) -> None:
    # Held against the message before, not against now: after an outage all that may come again is still known.
    oldest_us = seen[-1][1] - KEPT_US if seen else 0
    seen[:] = [kept for kept in seen[1 - MOST_KEPT :] if kept[1] >= oldest_us]
    seen.append(entry)
