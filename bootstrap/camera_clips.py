"""What fetches, plays and forgets clips of recorders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from bootstrap import now_us
from bootstrap.cameras import camera_sealing
from dashboard.ports.operations import LiveNotifier
from dashboard.services.camera_clips.fetching import ClipFetching
from dashboard.services.camera_clips.keeping import ClipKeeping
from dashboard.services.camera_clips.showing import ClipShowing
from dashboard.settings import Settings
from data_sources.clips import ClipFolder
from data_sources.db.camera_clips.store import SqlClipStore
from data_sources.db.engine import Database
from data_sources.processes.disk_reserve import DiskReserve
from data_sources.recorders import recorders


def _lane() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="clips")


@dataclass(frozen=True)
class ClipServices:
    """The services of clips. Two are fetched at a time, in `lane`: a slow recorder holds nothing else up."""

    fetching: ClipFetching
    showing: ClipShowing
    lane: ThreadPoolExecutor = field(default_factory=_lane)


def build_clips(settings: Settings, engine: Database, notifier: LiveNotifier) -> ClipServices:
    """The services of clips."""
    store, files = SqlClipStore(engine, now_us), ClipFolder(settings.data_dir)
    check = DiskReserve(settings.data_dir, settings.disk_reserve_mb).check
    fetching = ClipFetching(store, files, recorders(), camera_sealing(settings), notifier, now_us, check)
    return ClipServices(fetching, ClipShowing(store, files, now_us))


def build_clip_keeping(settings: Settings, engine: Database) -> ClipKeeping:
    """What the worker does about clips; they are kept for as long as pictures."""
    kept = timedelta(days=settings.photo_days)
    return ClipKeeping(SqlClipStore(engine, now_us), ClipFolder(settings.data_dir), kept)
