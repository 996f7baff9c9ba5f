"""Use case: an administrator sees by which words cameras call what they see, and gives them categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.camera_mappings import CameraEntry, camera_entry_from_dict
from dashboard.domain.mappings import MappingRules
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.domain.triage.words import MappingEffect, WordBoard, board_of, effect_of, window_us
from dashboard.errors import BadInput, MappingError
from dashboard.ports.gates import GateFigures
from dashboard.ports.operations import Clock
from dashboard.ports.register import MappingStore
from dashboard.services.access import require
from dashboard.services.mapping_imports import land_mappings, merge_mappings

FROM_THE_PAGE: Final = "识别归类"
"""What the audit log calls entries that were made on the page, where it calls others by their file."""
PREVIEW_DAYS: Final = 7


class CameraWords:
    """Counts the words and maps them. Raises Forbidden, BadInput, MappingError, Conflict, Unavailable."""

    def __init__(self, figures: GateFigures, mappings: MappingStore, usual: MappingRules, clock: Clock) -> None:
        self._figures = figures
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
        before, after = (
            MappingRules.from_dicts(specs).followed_by(self._usual).cameras for specs in (change.before, change.after)
        )
        steps = [each.min_dwell_s for each in (*before, *after)]
        groups = self._figures.word_groups(self._clock() - window_us(PREVIEW_DAYS), steps)
        return effect_of(entry, before, after, groups, PREVIEW_DAYS)

    def classify(self, spec: Mapping[str, Any], actor: Actor) -> None:
        """Put the entry in force, as `import mappings` would; one with the same match takes the place of the old."""
        _entry(spec)
        change = merge_mappings(self._mappings, [spec])
        land_mappings(self._mappings, change, FROM_THE_PAGE, actor, self._clock)


def _entry(spec: Mapping[str, Any]) -> CameraEntry:
    try:
        return camera_entry_from_dict(spec)
    except MappingError as error:
        told = Text(f"归类规则写得不对，请检查标签、区域、摄像机与类别：{error}", str(error))
        raise BadInput(told) from error
