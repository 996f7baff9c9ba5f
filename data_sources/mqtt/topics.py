"""The topics that Xiuhua's own processes speak on."""

from __future__ import annotations

from typing import Final

LIVE_FRAMES: Final = "xiuhua/v1/live/frame"
STATUS_FILTER: Final = "xiuhua/v1/status/+"
OWN_PREFIXES: Final = ("xiuhua/v1/live/", "xiuhua/v1/status/", "xiuhua/v1/speaker/")
OFFLINE: Final = b'{"state":"offline"}'


def status_topic(process: str) -> str:
    """Where a process says how it is, retained."""
    return f"xiuhua/v1/status/{process}"
