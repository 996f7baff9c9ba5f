"""Clips of cases on both databases: fetched once, carried by digest, shown to whom the case is shown, forgotten."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from dashboard.domain.camera_clips import LARGEST_CLIP_BYTES, LONGEST_CLIP_US, Clip, ClipWish, clip_media_type
from dashboard.domain.camera_pictures import CameraAccess, SealedAccess
from dashboard.domain.camera_privacy import CameraMask
from dashboard.domain.cases.records import Case, EntryKind
from dashboard.domain.durations import DAY_US, SECOND_US
from dashboard.domain.rights import Permission, Reach, Role
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable, Unusable
from dashboard.ports.camera_clips import Recorder
from dashboard.services.camera_clips.fetching import ClipAsked, ClipFetching
from dashboard.services.camera_clips.keeping import ClipKeeping
from dashboard.services.camera_clips.showing import ClipShowing
from data_sources.clips import ClipFolder
from data_sources.db import tables as t
from data_sources.db.camera_clips.store import SqlClipStore
from data_sources.db.register_store import SqlRegister
from data_sources.sealing import FernetSealing, Purpose
from tests.actors import acting
from tests.adapters.city_of_four import asset
from tests.case_office import CHIEF, LAT, LON, STRANGER, CaseOffice

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"film" * 5000
BOSS = CHIEF


class Clips:
    """The services of clips in the bureau of cases, with a recorder that gives what it is told."""

    def __init__(self, office: CaseOffice, folder: Path) -> None:
        self.office, self.wishes = office, list[tuple[CameraAccess, ClipWish]]()
        self.film: list[bytes] = [MP4[:100], MP4[100:]]
        self.error: Exception | None = None
        self.store, self.files = SqlClipStore(office.engine, office.clock), ClipFolder(folder)
        self.folder, self.sealing = folder / "clips", FernetSealing("s" * 32, Purpose.CAMERAS)
        recorder = Recorder(key="frigate", clip=self.clip)
        parts = (self.sealing, office.notices, office.clock, lambda: None)
        self.fetching = ClipFetching(self.store, self.files, {"frigate": recorder}, *parts)
        self.showing = ClipShowing(self.store, self.files, office.clock)
        SqlRegister(office.engine, office.clock).upsert_assets(
            [asset("CAM-A", "camera", LON, LAT, grid="G01", device_ref="frigate:north/3")]
        )
        with self.store.begin() as work:
            work.save_camera_access(
                SealedAccess("frigate:north", "", "viewer", self.sealing.seal("p"), "frigate", "http://10.0.0.1/api/")
            )

    def clip(self, access: CameraAccess, wish: ClipWish) -> Iterator[bytes]:
        self.wishes.append((access, wish))
        if self.error is not None:
            raise self.error
        yield from self.film

    def fetch(self, case: Case, **asked: Any) -> Clip:
        return self.fetching.fetch(case.case_key, ClipAsked(**asked), BOSS)

    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def clips(office: CaseOffice, tmp_path: Path) -> Clips:
    return Clips(office, tmp_path)


def test_the_film_around_a_report_is_fetched_and_joins_the_timeline(clips: Clips) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    clip = clips.fetch(case)
    assert (clip.digest, clip.size_bytes, clip.media_type) == (hashlib.sha256(MP4).hexdigest(), len(MP4), "video/mp4")
    ((access, wish),) = clips.wishes
    assert (access.password, wish.camera_ref, wish.channel) == ("p", "frigate:north/3", "3")
    assert (wish.from_us, wish.until_us) == (case.times.reported_us - 10 * SECOND_US, case.times.reported_us)
    entry = clips.office.reading.timeline(case.case_key, BOSS)[-1]
    assert (entry.kind, entry.actor, entry.data["clip"], entry.data["asset_id"]) == (
        EntryKind.CLIP,
        "chief",
        clip.digest,
        "CAM-A",
    )
    kept, path = clips.showing.file(clip.digest, BOSS)
    assert (kept, path.read_bytes()) == (clip, MP4)


def test_the_same_clip_again_is_the_same_and_is_told_once(clips: Clips) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    before = len(clips.office.reading.timeline(case.case_key, BOSS))
    assert clips.fetch(case).digest == clips.fetch(case).digest
    assert len(clips.office.reading.timeline(case.case_key, BOSS)) == before + 1
    assert len(clips.left()) == 1


def test_a_time_may_be_told_and_must_be_one(clips: Clips) -> None:
    case, now_us = clips.office.reported(asset_id="CAM-A"), clips.office.clock()
    clips.fetch(case, from_us=now_us - 60 * SECOND_US, until_us=now_us - 30 * SECOND_US)
    assert clips.wishes[-1][1].event_clip is None
    for begun, ended in (
        (now_us, None),
        (None, now_us),
        (now_us, now_us - 1),
        (now_us - LONGEST_CLIP_US - 1, now_us),
        (now_us, now_us + DAY_US),
    ):
        with pytest.raises(BadInput, match="minutes at most"):
            clips.fetch(case, from_us=begun, until_us=ended)
    assert len(clips.wishes) == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [(NotFound("the recorder does not have it any more"), "any more"), (Unavailable("away"), "away")],
)
def test_a_clip_that_is_gone_is_said_and_leaves_nothing(clips: Clips, error: Exception, told: str) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    before, clips.error = len(clips.office.reading.timeline(case.case_key, BOSS)), error
    with pytest.raises(type(error), match=told):
        clips.fetch(case)
    assert clips.left() == []
    assert len(clips.office.reading.timeline(case.case_key, BOSS)) == before


def test_what_is_too_large_or_no_film_is_refused_and_leaves_nothing(clips: Clips) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    clips.film = [b"<html>login</html>"]
    with pytest.raises(Unavailable, match="no clip"):
        clips.fetch(case)
    piece = MP4[:12] + bytes(LARGEST_CLIP_BYTES // 16)
    clips.film = [piece] * 17
    with pytest.raises(BadInput, match="128 MB"):
        clips.fetch(case)
    assert clips.left() == []


def test_a_camera_with_a_mask_without_a_recorder_or_that_is_none(clips: Clips) -> None:
    case = clips.office.reported()
    with pytest.raises(BadInput, match="asset_id"):
        clips.fetch(case)
    with pytest.raises(NotFound):
        clips.fetch(case, asset_id="CAM-X")
    with clips.store.begin() as work:
        work.save_camera_mask(CameraMask("frigate:north/3", (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),)))
    with pytest.raises(Conflict, match="mask"):
        clips.fetch(case, asset_id="CAM-A")
    with clips.store.begin() as work:
        work.remove_camera_mask("frigate:north/3")
        work.save_camera_access(SealedAccess("frigate:north", "", "v", "not sealed", "frigate", "http://10.0.0.1/"))
    with pytest.raises(Unusable):
        clips.fetch(case, asset_id="CAM-A")
    with clips.store.begin() as work:
        work.remove_camera_access("frigate:north")
    with pytest.raises(NotFound, match="recorder"):
        clips.fetch(case, asset_id="CAM-A")
    assert clips.wishes == []


def test_who_may_fetch_and_who_may_play(clips: Clips) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    clip = clips.fetch(case)
    near = acting("near", Role.OPERATOR)._replace(rights={Permission.VIEW_CASES: Reach.ALL})
    with pytest.raises(Forbidden):
        clips.fetching.fetch(case.case_key, ClipAsked(), near)
    with pytest.raises(Forbidden):
        clips.showing.file(clip.digest, near)
    other = STRANGER._replace(rights={**STRANGER.rights, Permission.SEE_CLEAR_PICTURES: Reach.ALL})
    with pytest.raises(NotFound):
        clips.showing.file(clip.digest, other)
    with pytest.raises(NotFound):
        clips.showing.file("0" * 64, BOSS)


def test_clips_go_with_the_time_of_their_cases_and_so_do_files_that_nobody_knows(clips: Clips, engine: Engine) -> None:
    case = clips.office.reported(asset_id="CAM-A")
    clip = clips.fetch(case)
    keeping = ClipKeeping(clips.store, clips.files, timedelta(days=30))
    later = clips.office.clock() + 40 * DAY_US
    assert keeping.forget(later) == 0
    with engine.begin() as connection:
        connection.execute(update(t.case_record).values(ended_us=clips.office.clock()))
    os.utime(next(path for path in clips.folder.rglob("*.clip")), (0, 0))
    assert keeping.forget(later) == 1
    assert clips.left() == []
    with pytest.raises(NotFound):
        clips.showing.file(clip.digest, CHIEF)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (MP4[:16], "video/mp4"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"IMKH\x01", "video/mpeg"),
        (b"\x00\x00\x01\xba", "video/mpeg"),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_films_are_known_by_their_first_bytes(head: bytes, kind: str | None) -> None:
    assert clip_media_type(head) == kind
