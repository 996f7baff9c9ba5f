"""The words by which cameras call what they see: how often each came, and which of them have no category."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dashboard.domain.camera_mappings import CameraEntry
from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text
from dashboard.errors import BadInput

WINDOWS_DAYS: Final = (7, 30)
"""Over how many days words are counted."""
WORDS_SHOWN: Final = 200


def window_us(days: int) -> int:
    """Return so many days. Raises BadInput for any other number."""
    if days not in WINDOWS_DAYS:
        raise BadInput(Text("统计天数须为 7 或 30", "days: 7 or 30"))
    return days * DAY_US


class WordCount(NamedTuple):
    """Events of one source, label, zone and category since a moment; `held` of them no person was asked about."""

    source: str
    label: str
    zone: str | None
    category: str | None
    events: int
    reports: int
    held: int
    last_us: int


class WordBoard(NamedTuple):
    """The words of some days: the unclassified first, then the most frequent. `words` is how many there are in all."""

    days: int
    now_us: int
    lines: Sequence[WordCount]
    words: int
    events: int
    unclassified: int


class WordGroup(NamedTuple):
    """Events that every entry of the mappings treats alike; `stood_s` is the longest asked-for time that they stood."""

    source: str
    label: str
    zone: str | None
    camera_ref: str
    category: str | None
    stood_s: float
    events: int


class MappingEffect(NamedTuple):
    """How many events of some days an entry would give another category, and how many of those have none now.

    `matched` is how many it is for at all: an earlier entry may win, or they may have that category already.
    """

    days: int
    matched: int
    changed: int
    unclassified: int


def board_of(days: int, now_us: int, lines: Iterable[WordCount]) -> WordBoard:
    """Return the words of some days as a board."""
    ordered = sorted(lines, key=lambda line: (line.category is not None, -line.events, line.source, line.label))
    return WordBoard(
        days=days,
        now_us=now_us,
        lines=ordered[:WORDS_SHOWN],
        words=len(ordered),
        events=sum(line.events for line in ordered),
        unclassified=sum(line.events for line in ordered if line.category is None),
    )


def effect_of(
    entry: CameraEntry,
    before: Sequence[CameraEntry],
    after: Sequence[CameraEntry],
    groups: Iterable[WordGroup],
    days: int,
) -> MappingEffect:
    """Return what an entry would have done, of the mappings as they were and as they would be with it."""
    matched = changed = unclassified = 0
    for group in groups:
        if not entry.matches(*_seen(group)):
            continue
        matched += group.events
        given = category_of(after, group)
        if given not in (None, group.category, category_of(before, group)):
            changed += group.events
            unclassified += group.events if group.category is None else 0
    return MappingEffect(days, matched, changed, unclassified)


def category_of(entries: Sequence[CameraEntry], group: WordGroup) -> str | None:
    """Return what the first entry that matches gives; None without any."""
    return next((entry.category for entry in entries if entry.matches(*_seen(group))), None)


def _seen(group: WordGroup) -> tuple[str, str, str | None, str, float | None]:
    return group.source, group.label, group.zone, group.camera_ref, group.stood_s
