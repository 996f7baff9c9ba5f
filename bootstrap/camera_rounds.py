"""What plans, walks and counts patrol rounds by camera."""

from __future__ import annotations

from dataclasses import dataclass

from bootstrap import now_us
from bootstrap.cameras import CameraLive
from bootstrap.photos import build_photo_storing
from dashboard.ports.operations import LiveNotifier
from dashboard.services.camera_rounds.capturing import RoundCapturing
from dashboard.services.camera_rounds.counting import RoundCounting
from dashboard.services.camera_rounds.planning import RoundPlanning
from dashboard.services.camera_rounds.walking import RoundWalking
from dashboard.services.cases.reporting import Reporting
from dashboard.settings import Settings
from data_sources.db.camera_rounds.store import SqlCameraRoundStore
from data_sources.db.cameras.tree import CameraTreeReader
from data_sources.db.engine import Database


@dataclass(frozen=True)
class RoundServices:
    """The services of rounds."""

    planning: RoundPlanning
    walking: RoundWalking
    capturing: RoundCapturing
    counting: RoundCounting


def build_rounds(
    settings: Settings,
    engine: Database,
    reporting: Reporting,
    live: CameraLive,
    notifier: LiveNotifier,
) -> RoundServices:
    """The services of rounds; what a camera shows is asked as live view asks."""
    store, register, zone = SqlCameraRoundStore(engine, now_us), CameraTreeReader(engine), settings.timezone
    walking = RoundWalking(store, register, reporting, build_photo_storing(settings, engine), notifier, now_us, zone)
    return RoundServices(
        RoundPlanning(store, register, now_us),
        walking,
        RoundCapturing(walking, live.watching, live.films, live.relay),
        RoundCounting(store, now_us, zone),
    )
