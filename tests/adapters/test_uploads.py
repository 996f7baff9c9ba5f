"""Pictures that come in parts, on both databases: from where they broke off, each once, and only for who sends them."""

from __future__ import annotations

import hashlib
import os
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.domain.rights import Actor, Role
from dashboard.errors import BadInput, Forbidden, NotFound, Unavailable
from dashboard.services.photos.resuming import MOST_UNFINISHED, Progress, ResumableUploads, UploadKeeping
from data_sources.photos.uploads import UploadFolder
from tests.actors import acting
from tests.case_office import LAT, LEADER, LON, OFFICER
from tests.photo_office import PhotoOffice
from tests.pictures import jpeg

PICTURE = jpeg(640, 480, shade=7)
SHA256 = hashlib.sha256(PICTURE).hexdigest()
HALF = len(PICTURE) // 2


class UploadOffice(PhotoOffice):
    """A bureau whose phones send in parts."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        super().__init__(engine, folder)
        self.folder = folder
        self.parts = UploadFolder(folder)
        self.uploads = ResumableUploads(self.store, self.parts, self.storing, self.clock, lambda: None)

    def begin(self, actor: Actor = OFFICER, content: bytes = PICTURE) -> Progress:
        return self.uploads.begin(hashlib.sha256(content).hexdigest(), len(content), actor)

    def whole(self, actor: Actor = OFFICER, content: bytes = PICTURE) -> Progress:
        sha256 = self.begin(actor, content).upload.sha256
        self.uploads.add(sha256, 0, content, actor)
        return self.uploads.complete(sha256, None, None, actor)

    def lying(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "uploads").rglob("*") if path.is_file())


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> UploadOffice:
    return UploadOffice(engine, tmp_path)


def test_a_picture_comes_in_parts_and_is_the_same_as_in_one(office: UploadOffice) -> None:
    assert office.begin().upload.offset == 0
    assert office.uploads.add(SHA256, 0, PICTURE[:HALF], OFFICER).upload.offset == HALF
    assert office.begin().upload.offset == office.uploads.look(SHA256, OFFICER).upload.offset == HALF
    assert office.uploads.add(SHA256, HALF, PICTURE[HALF:], OFFICER).upload.offset == len(PICTURE)
    kept = office.uploads.complete(SHA256, Position(LON, LAT), None, OFFICER)
    assert kept.photo is not None
    assert office.kept(kept.photo.digest)
    assert not [name for name in office.lying() if name.endswith(".part")]


def test_a_part_that_does_not_go_on_from_what_is_there_changes_nothing(office: UploadOffice) -> None:
    office.begin()
    office.uploads.add(SHA256, 0, PICTURE[:HALF], OFFICER)
    for offset in (0, HALF - 1, HALF + 1):
        progress = office.uploads.add(SHA256, offset, PICTURE[offset : offset + 8], OFFICER)
        assert (progress.is_here, progress.upload.offset) == (False, HALF)


def test_of_a_picture_that_was_sent_before_nothing_has_to_come(office: UploadOffice) -> None:
    photo = office.whole().photo
    again = office.begin()
    assert (again.photo, again.upload.offset) == (photo, len(PICTURE))
    assert office.uploads.complete(SHA256, None, None, OFFICER).photo == photo


def test_one_that_was_asked_for_again_waits_for_its_case_anew(office: UploadOffice) -> None:
    photo = office.whole().photo
    assert photo is not None
    office.clock.now_us += DAY_US * 3 // 2
    office.begin()
    office.clock.now_us += DAY_US
    office.keeping.forget(office.clock.now_us)
    assert office.kept(photo.digest)


def test_one_whose_picture_is_gone_begins_anew(office: UploadOffice) -> None:
    office.whole()
    office.keeping.forget(office.clock.now_us + 3 * DAY_US)
    with pytest.raises(NotFound):
        office.uploads.look(SHA256, OFFICER)
    assert office.begin().upload.offset == 0


def test_an_upload_is_its_senders_alone(office: UploadOffice) -> None:
    office.begin()
    office.uploads.add(SHA256, 0, PICTURE, OFFICER)
    with pytest.raises(NotFound):
        office.uploads.look(SHA256, LEADER)
    with pytest.raises(NotFound):
        office.uploads.add(SHA256, 0, PICTURE, LEADER)
    assert office.begin(LEADER).upload.offset == 0
    with pytest.raises(Forbidden):
        office.begin(acting("wall", Role.WALL))


def test_a_picture_of_a_case_that_is_somebody_elses_now_is_kept_all_the_same(office: UploadOffice) -> None:
    office.begin()
    office.uploads.add(SHA256, 0, PICTURE, OFFICER)
    assert office.uploads.complete(SHA256, None, 2**30, OFFICER).photo is not None


def test_what_came_damaged_is_said_and_begun_anew(office: UploadOffice) -> None:
    office.begin()
    office.uploads.add(SHA256, 0, bytes(len(PICTURE)), OFFICER)
    with pytest.raises(BadInput, match="begin it again"):
        office.uploads.complete(SHA256, None, None, OFFICER)
    assert office.begin().upload.offset == 0


@pytest.mark.parametrize(
    ("size", "words"), [(0, "empty"), (LARGEST_UPLOAD_BYTES + 1, "more than 20 MB")], ids=["empty", "large"]
)
def test_what_cannot_be_a_picture_is_refused_before_it_comes(office: UploadOffice, size: int, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        office.uploads.begin(SHA256, size, OFFICER)
    assert office.lying() == []


def test_no_more_comes_than_was_told(office: UploadOffice) -> None:
    office.begin()
    with pytest.raises(BadInput, match="beyond the size"):
        office.uploads.add(SHA256, 0, PICTURE + b"x", OFFICER)
    assert office.begin().upload.offset == 0


def test_no_picture_at_all_is_told_at_its_end(office: UploadOffice) -> None:
    with pytest.raises(BadInput, match="no picture"):
        office.whole(content=b"words" * 100)


def test_an_account_has_so_many_unfinished_ones_and_no_more(office: UploadOffice) -> None:
    pictures = [bytes([number]) * 100 for number in range(MOST_UNFINISHED + 3)]
    for number, content in enumerate(pictures):
        sha256 = office.begin(content=content).upload.sha256
        office.uploads.add(sha256, 0, content[:50], OFFICER)
        for path in (office.folder / "uploads").rglob(f"{sha256}.*"):
            os.utime(path, (number, number))
    office.begin(LEADER)
    assert len([name for name in office.lying() if name.endswith(".part")]) == MOST_UNFINISHED + 1
    assert office.begin(content=pictures[-1]).upload.offset == 50
    assert office.begin(content=pictures[0]).upload.offset == 0


def test_the_worker_forgets_what_nobody_goes_on_with(office: UploadOffice) -> None:
    office.begin()
    office.uploads.add(SHA256, 0, PICTURE[:HALF], OFFICER)
    keeping = UploadKeeping(office.parts)
    written_us = round((office.folder / "uploads").stat().st_mtime * 1e6)
    assert keeping.forget(written_us + DAY_US) == 0
    assert keeping.forget(written_us + 2 * DAY_US + HOUR_US) == 1
    assert office.lying() == ["lock"]


def test_nothing_comes_while_the_disk_is_too_full(office: UploadOffice) -> None:
    def full() -> None:
        raise Unavailable("make room")

    uploads = ResumableUploads(office.store, office.parts, office.storing, office.clock, full)
    with pytest.raises(Unavailable):
        uploads.begin(SHA256, len(PICTURE), OFFICER)
    assert office.lying() == []
    office.begin()
    with pytest.raises(Unavailable):
        uploads.add(SHA256, 0, PICTURE, OFFICER)
    assert office.begin().upload.offset == 0


def _write_and_die(folder: Path, offset: int, part: bytes) -> None:
    parts = UploadFolder(folder)
    parts.append("officer", SHA256, offset, part)
    with next((folder / "uploads").rglob("*.part")).open("ab") as file:
        file.write(PICTURE[offset + len(part) : offset + len(part) + 10])
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_leaves_a_beginning_from_which_it_goes_on(office: UploadOffice) -> None:
    office.begin()
    killed = get_context("spawn").Process(target=_write_and_die, args=(office.folder, 0, PICTURE[:HALF]))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    stands_at = office.begin().upload.offset
    assert stands_at == HALF + 10
    office.uploads.add(SHA256, stands_at, PICTURE[stands_at:], OFFICER)
    assert office.uploads.complete(SHA256, None, None, OFFICER).photo is not None
