"""Faults in short on SQLite and the embedded broker: nothing acknowledged is lost or, where told apart, doubled."""

from __future__ import annotations

import pytest

from tests.faults.measuring import look_again, measure
from tests.faults.rig import EMBEDDED, Rig
from tests.faults.scenarios import SHORT, Scenario, short_form

pytestmark = pytest.mark.faults

STACK = EMBEDDED
FAULTS = short_form(STACK)


@pytest.mark.parametrize("scenario", FAULTS, ids=lambda scenario: scenario.title)
def test_a_fault_loses_nothing_and_doubles_nothing(rig: Rig, scenario: Scenario) -> None:
    assert measure(rig, scenario, SHORT).broken_promises() == []


def test_nothing_comes_again_late(rig: Rig) -> None:
    assert look_again(rig).broken_promises() == []
