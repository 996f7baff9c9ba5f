"""What takes in, shows and forgets evidence pictures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from bootstrap import now_us
from dashboard.services.cameras.blurring import Blurring
from dashboard.services.cameras.event_pictures import EventPictures
from dashboard.services.photos.keeping import PhotoKeeping
from dashboard.services.photos.resuming import ResumableUploads, UploadKeeping
from dashboard.services.photos.showing import PhotoShowing
from dashboard.services.photos.storing import PhotoStoring
from dashboard.settings import Settings
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.cameras.store import SqlCameraPrivacyStore
from data_sources.db.cases.store import SqlCaseStore
from data_sources.db.engine import Database
from data_sources.photos.blurred import BlurredFolder
from data_sources.photos.covering import PillowCovers
from data_sources.photos.files import PhotoFolder
from data_sources.photos.finding import found
from data_sources.photos.pillow import PillowPictures
from data_sources.photos.uploads import UploadFolder
from data_sources.processes.disk_reserve import DiskReserve


def _lane() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="photos")


@dataclass(frozen=True)
class PhotoServices:
    """The services of pictures. One picture is decoded at a time, in `lane`: memory is bounded, and nothing else waits
    for it."""

    storing: PhotoStoring
    showing: PhotoShowing
    events: EventPictures
    uploads: ResumableUploads
    lane: ThreadPoolExecutor = field(default_factory=_lane)
    looking: ThreadPoolExecutor = field(default_factory=_lane)
    """Where blurred copies are made."""


def build_photo_storing(settings: Settings, engine: Database) -> PhotoStoring:
    """What takes pictures in."""
    store, files = SqlCaseStore(engine, now_us), PhotoFolder(settings.data_dir)
    check = DiskReserve(settings.data_dir, settings.disk_reserve_mb).check
    return PhotoStoring(store, files, PillowPictures(), now_us, settings.timezone, check)


def build_photos(settings: Settings, engine: Database) -> PhotoServices:
    """The services of pictures."""
    store, files = SqlCaseStore(engine, now_us), PhotoFolder(settings.data_dir)
    reserve = DiskReserve(settings.data_dir, settings.disk_reserve_mb)
    storing = build_photo_storing(settings, engine)
    uploads = ResumableUploads(store, UploadFolder(settings.data_dir), storing, now_us, reserve.check)
    blurring = Blurring(PillowCovers(found), BlurredFolder(settings.data_dir))
    events = EventPictures(CameraPictureReader(engine), blurring, SqlCameraPrivacyStore(engine, now_us), now_us)
    return PhotoServices(storing, PhotoShowing(store, files, blurring, now_us), events, uploads)


def build_photo_keeping(settings: Settings, engine: Database) -> PhotoKeeping:
    """What the worker does about pictures."""
    kept = timedelta(days=settings.photo_days)
    return PhotoKeeping(SqlCaseStore(engine, now_us), PhotoFolder(settings.data_dir), kept)


def build_upload_keeping(settings: Settings) -> UploadKeeping:
    """What the worker does about pictures that nobody goes on with."""
    return UploadKeeping(UploadFolder(settings.data_dir))
