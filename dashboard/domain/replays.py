"""Replays: recorded messages played again as if they came now, and marked so that nobody takes them for real.

A replayed message travels on `xiuhua/v1/replay/{run}/{shift_us}/{its own topic}` with its payload verbatim. `run`
names the replay, `shift_us` is how much later it is played than it was received: all its times move by so much.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.errors import UnreadablePayload

if TYPE_CHECKING:
    from dashboard.domain.camera_events import CameraEventReport
    from dashboard.domain.readings import Observation

REPLAY_PREFIX: Final = "xiuhua/v1/replay/"
REPLAY_FILTER: Final = f"{REPLAY_PREFIX}#"
REPLAY_SOURCE: Final = "replay"
_TOPIC: Final = re.compile(r"([a-z0-9]{1,16})/(-?[0-9]{1,17})/(.+)", re.DOTALL)


class ReplayMark(NamedTuple):
    """Which replay a message belongs to, and how much later than the first time it is played (µs)."""

    run: str
    shift_us: int


class RecordedMessage(NamedTuple):
    """A message as it once came."""

    topic: str
    payload: bytes
    received_us: int


def replay_topic(topic: str, mark: ReplayMark) -> str:
    """The topic on which a message of `topic` is replayed."""
    return f"{REPLAY_PREFIX}{mark.run}/{mark.shift_us}/{topic}"


def unwrapped(topic: str) -> tuple[ReplayMark, str]:
    """The mark and the own topic of a replayed message.

    Raises UnreadablePayload (`bad_topic`) when it has none, or is the replay of a replay.
    """
    match = _TOPIC.fullmatch(topic.removeprefix(REPLAY_PREFIX))
    if match is None or match[3].startswith(REPLAY_PREFIX):
        raise UnreadablePayload("bad_topic", f"{topic!r:.120} is not {REPLAY_PREFIX}{{run}}/{{shift_us}}/{{topic}}")
    return ReplayMark(match[1], int(match[2])), match[3]


def replayed_observation(observation: Observation, mark: ReplayMark) -> Observation:
    """The observation at its new time; it never counts as a repeat of the first one, nor of another replay."""
    dedupe = f"{observation.dedupe}~{mark.run}"
    return observation._replace(measured_us=observation.measured_us + mark.shift_us, dedupe=dedupe)


def replayed_report(report: CameraEventReport, mark: ReplayMark) -> CameraEventReport:
    """The camera event at its new time, as an event of its own."""
    event_ref = f"{report.event_ref}~{mark.run}"
    return replace(report, at_us=report.at_us + mark.shift_us, event_ref=event_ref, source=REPLAY_SOURCE)
