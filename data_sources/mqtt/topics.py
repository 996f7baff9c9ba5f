"""The topics that Xiuhua's own processes speak on."""

from __future__ import annotations

from typing import Final

LIVE_FRAMES: Final = "xiuhua/v1/live/frame"
LIVE_PACE: Final = "xiuhua/v1/live/pace"
"""Where web processes say, not retained, how far apart their pages would have the frames."""

STATUS_FILTER: Final = "xiuhua/v1/status/+"
SESSION_FILTER: Final = "xiuhua/v1/session/+"
REPLAY_FILTER: Final = "xiuhua/v1/replay/#"
SPEAKER_COMMANDS: Final = "xiuhua/v1/speaker/+/command"
SPEAKER_STATUSES: Final = "xiuhua/v1/speaker/+/status"
OFFLINE: Final = b'{"state":"offline"}'


def status_topic(process: str) -> str:
    """Where a process says how it is, retained and with QoS 0.

    The embedded broker counts retained messages of QoS 1 against what a session may leave unacknowledged, on top of
    what its subscriptions may; one message of a backlog would then come only after `ack_wait`.
    """
    return f"xiuhua/v1/status/{process}"


def session_topic(process: str) -> str:
    """Return the topic on which a process records, retained, what its session subscribes to."""
    return f"xiuhua/v1/session/{process}"


def is_own(topic: str) -> bool:
    """Whether Xiuhua's processes talk to each other, or to a loudspeaker, on this topic: nothing for the ingest."""
    if topic.startswith(("xiuhua/v1/live/", "xiuhua/v1/status/", "xiuhua/v1/session/")):
        return True
    return topic.startswith("xiuhua/v1/speaker/") and topic.endswith(("/command", "/status"))
