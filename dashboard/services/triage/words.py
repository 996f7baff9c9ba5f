"""Use case: an administrator sees by which words cameras call what they see, and gives them categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.domain.camera_mappings import CameraEntry, camera_entry_from_dict
from dashboard.domain.feeds import Feed
from dashboard.domain.mappings import MappingRules
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.triage.words import MappingEffect, WordBoard, board_of, category_of, effect_of, window_us
from dashboard.errors import BadInput, MappingError
from dashboard.ports.gates import GateFigures, GateStore
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.register import MappingStore
from dashboard.services.access import require
from dashboard.services.mapping_imports import land_mappings, merge_mappings

FROM_THE_PAGE: Final = "识别归类"
"""What the audit log calls entries that were made on the page, where it calls others by their file."""
PREVIEW_DAYS: Final = 7


class CameraWords:
    """Counts the words and maps them. Raises Forbidden, BadInput, MappingError, Conflict, Unavailable."""

    def __init__(
        self,
        store: GateStore,
        figures: GateFigures,
        mappings: MappingStore,
        usual: MappingRules,
        notifier: LiveNotifier,
        clock: Clock,
    ) -> None:
        self._store = store
        self._figures = figures
        self._notifier = notifier
        self._mappings = mappings
        self._usual = usual
        self._clock = clock

    def board(self, days: int, actor: Actor) -> WordBoard:
        """Return the words of so many days."""
        require(actor, Permission.REGISTER_DEVICES)
        now_us = self._clock()
        return board_of(days, now_us, self._figures.words(now_us - window_us(days)))

    def preview(self, spec: Mapping[str, Any], actor: Actor) -> MappingEffect:
        """Return what an entry of mappings.yaml would have done in the last seven days; nothing is changed."""
        require(actor, Permission.REGISTER_DEVICES)
        entry = _entry(spec)
        change = merge_mappings(self._mappings, [spec])
        before, after = self._entries(change.before), self._entries(change.after)
        steps = [each.min_dwell_s for each in (*before, *after)]
        groups = self._figures.word_groups(self._clock() - window_us(PREVIEW_DAYS), steps)
        return effect_of(entry, before, after, groups, PREVIEW_DAYS)

    def classify(self, spec: Mapping[str, Any], actor: Actor) -> int:
        """Put the entry in force, as `import mappings` would; one with the same match takes the place of the old.

        What waits or is held without a category gets it too: return of how many events of the last week.
        """
        entry = _entry(spec)
        change = merge_mappings(self._mappings, [spec])
        land_mappings(self._mappings, change, FROM_THE_PAGE, actor, self._clock)
        entries = self._entries(change.after)
        now_us = self._clock()
        with self._store.begin() as work:
            known = work.unclassified(now_us - window_us(PREVIEW_DAYS))
            keys = [key for key, group in known if category_of(entries, group) == entry.category]
            work.classify(keys, entry.category, now_us)
            feeds = work.bump([Feed.CAMERA_EVENTS]) if keys else {}
        if feeds:
            self._notifier.publish([], feeds)
        return len(keys)

    def _entries(self, specs: Sequence[Mapping[str, Any]]) -> Sequence[CameraEntry]:
        return MappingRules.from_dicts(specs).followed_by(self._usual).cameras


def _entry(spec: Mapping[str, Any]) -> CameraEntry:
    try:
        return camera_entry_from_dict(spec)
    except MappingError as error:
        told = Text(f"归类规则写得不对，请检查标签、区域、摄像机与类别：{error}", str(error))
        raise BadInput(told) from error
