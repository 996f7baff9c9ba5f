"""Runs a fault under a stream of messages and measures what became of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tests.e2e.product import eventually
from tests.faults.fleet import KINDS, DeviceKind
from tests.faults.memory import PeakMemory
from tests.faults.publisher import Publisher
from tests.faults.rig import Rig, Setup, may_mount, open_rig
from tests.faults.scenarios import SCENARIOS, Extent, Scenario
from tests.faults.table import Row

LATEST_S: Final = 5.0
"""Longer than the embedded broker waits until it sends again what was not acknowledged."""

KEPT_S: Final = 60.0
"""Where nothing may be lost, what was acknowledged and is not stored after so long without any progress is lost."""

_UNKEPT_S: Final = 10.0
_NOT_KEPT: Final = "not promised on this stack"


def measure(rig: Rig, scenario: Scenario, extent: Extent) -> Row:
    """Let it happen while the gateway publishes, and return what became of the messages."""
    since_us, is_kept = time.time_ns() // 1000, rig.stack in scenario.keeps
    stuck_s = KEPT_S if is_kept else _UNKEPT_S
    publisher = Publisher(rig.product.mqtt_port, rig.fleet, rig.next_number, extent.rate, scenario.padding)
    with PeakMemory(rig.pids) as memory:
        publisher.start()
        publisher.wait_for(int(extent.before_s * extent.rate))
        remark = scenario.act(rig, publisher, extent)
        right_s, gone = _wait_until_right(rig, publisher, since_us, stuck_s)
        publisher.send_no_more()
        eventually(lambda: not publisher.unanswered, "everything is acknowledged", 300)
        publisher.close()
        stored, _ = rig.wait_until_stored(publisher.acknowledged - gone, since_us, stuck_s)
        if extent.quiet_s:
            stored = rig.wait_until_quiet(since_us, extent.quiet_s)
    lost = publisher.acknowledged - stored.keys()
    rig.next_number = publisher.next
    rig.acknowledged |= publisher.acknowledged if is_kept else publisher.acknowledged - lost
    return Row(
        title=scenario.title,
        acknowledged=len(publisher.acknowledged),
        lost=len(lost),
        doubled=_doubled(rig, stored, publisher.first),
        right_s=right_s,
        peak_mb=memory.peak_mb,
        remark=remark if is_kept else "; ".join(filter(None, (remark, _NOT_KEPT))),
        is_kept=is_kept,
    )


def _wait_until_right(rig: Rig, publisher: Publisher, since_us: int, stuck_s: float) -> tuple[float, set[int]]:
    """Wait until all that was sent until now is acknowledged and stored and /health is ok.

    Returns the seconds, and what of it was lost: that is not waited for in the seconds.
    """
    cleared_s = time.monotonic()
    sent = set(range(publisher.first, publisher.next))
    rig.wait_until_well()
    eventually(lambda: sent <= publisher.acknowledged, "what was sent in the fault is acknowledged", 300)
    stored, right_s = rig.wait_until_stored(sent, since_us, stuck_s)
    return right_s - cleared_s, sent - stored.keys()


def _doubled(rig: Rig, stored: Counter[int], first: int = 0) -> dict[DeviceKind, int]:
    """Return the rows beyond one a message, by kind of device, of the messages from `first` on."""
    doubled = dict.fromkeys(KINDS, 0)
    for number, rows in stored.items():
        if number >= first:
            doubled[rig.fleet.kind(number)] += rows - 1
    return doubled


def measure_stack(stack: str, extent: Extent, scenarios: Iterable[Scenario] = SCENARIOS) -> Iterator[Row]:
    """Measure the faults of a stack one after the other; what cannot be caused here is a row that says so."""
    chosen = [scenario for scenario in scenarios if stack in scenario.stacks]
    setups: list[Setup] = []
    for scenario in chosen:
        if scenario.setup not in setups:
            setups.append(scenario.setup)
    for setup in setups:
        together = [scenario for scenario in chosen if scenario.setup == setup]
        if setup.disk_mb is not None and not may_mount():
            yield from (Row(title=each.title, remark="skipped: only root may mount a small disk") for each in together)
            continue
        yield from _measure_together(stack, setup, together, extent)


def _measure_together(stack: str, setup: Setup, scenarios: Sequence[Scenario], extent: Extent) -> Iterator[Row]:
    """Measure the faults of one running product; after one that it does not recover from, it is given up."""
    with open_rig(stack, setup) as rig:
        for scenario in scenarios:
            try:
                yield measure(rig, scenario, extent)
            except AssertionError as error:
                yield Row(title=scenario.title, failure=str(error))
                return
        yield look_again(rig)


def look_again(rig: Rig) -> Row:
    """Look once more at all messages of a product, for what came again late."""
    stored = rig.wait_until_quiet(rig.begun_us, LATEST_S)
    return Row(
        title="_all since the start of the product, looked at again_",
        acknowledged=len(rig.acknowledged),
        lost=len(rig.acknowledged - stored.keys()),
        doubled=_doubled(rig, stored),
    )
