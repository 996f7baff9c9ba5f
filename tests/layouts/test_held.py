"""Why an event is held back, in words."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.text import Language
from dashboard.domain.triage.states import EventState, HeldBecause
from layouts.components.gates.held import held_words
from layouts.viewer import Theme, Viewer
from tests.readout_builders import event_line

VIEWER = Viewer(Language.CHINESE, Theme.DARK, ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("because", "by", "name", "words"),
    [
        (HeldBecause.SCORE, None, None, "置信度低"),
        (HeldBecause.ALLOWED_PLACE, "SD-01", "河滨疏导点", "疏导点内 · 河滨疏导点 SD-01"),
        (HeldBecause.PERMIT, "ZD-7", "ZD-7", "有许可 · ZD-7"),
        (HeldBecause.ALLOWED_PLACE, "SD-9", None, "疏导点内 · SD-9"),
    ],
)
def test_a_held_event_names_the_gate_and_the_place(
    because: HeldBecause, by: str | None, name: str | None, words: str
) -> None:
    event = replace(event_line(), state=EventState.HELD, held_because=because, held_by=by, held_by_name=name)
    assert held_words(VIEWER, event) == words
    assert held_words(VIEWER, replace(event, state=EventState.WAITING)) is None
