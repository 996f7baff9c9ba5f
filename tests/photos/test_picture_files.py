"""Pictures as files: whole or not there, and nothing left over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dashboard.domain.photos.records import PhotoSize
from dashboard.errors import Unusable
from data_sources.photos.files import PhotoFolder

DIGEST = "ab" + "0" * 62
SIZES = {size: size.value.encode() for size in PhotoSize}
LATER_US = 2**60


def paths(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def save(files: PhotoFolder, digest: str = DIGEST) -> None:
    with files.drafted(digest, SIZES) as keep:
        keep()


def test_a_picture_is_kept_in_every_size_for_its_owner_alone(tmp_path: Path) -> None:
    save(PhotoFolder(tmp_path))
    assert paths(tmp_path) == [f"photos/ab/{DIGEST}.{size}.jpg" for size in ("full", "medium", "small")]
    assert {PhotoFolder(tmp_path).content(DIGEST, size) for size in PhotoSize} == set(SIZES.values())
    for path in (tmp_path / "photos").rglob("*"):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_what_is_not_kept_is_gone_after_the_block(tmp_path: Path) -> None:
    files = PhotoFolder(tmp_path)
    with files.drafted(DIGEST, SIZES):
        assert len(paths(tmp_path)) == 3
        assert files.content(DIGEST, PhotoSize.FULL) is None
    assert paths(tmp_path) == []


def test_of_two_who_store_the_same_one_both_may_end_first(tmp_path: Path) -> None:
    files = PhotoFolder(tmp_path)
    with files.drafted(DIGEST, SIZES) as keep:
        with files.drafted(DIGEST, SIZES) as keep_too:
            keep_too()
        keep()
    assert len(paths(tmp_path)) == 3


def test_removing_takes_every_size_and_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    files = PhotoFolder(tmp_path)
    save(files)
    files.remove(DIGEST)
    files.remove(DIGEST)
    assert paths(tmp_path) == []
    assert list(PhotoFolder(tmp_path / "nowhere").older_than(LATER_US)) == []


def test_old_files_are_found_once_each_and_old_drafts_are_removed(tmp_path: Path) -> None:
    files, other = PhotoFolder(tmp_path), "cd" + "1" * 62
    save(files)
    save(files, other)
    draft = tmp_path / "photos" / "drafts" / "left.by.a.crash"
    draft.write_bytes(b"half")
    for path in (draft, *(tmp_path / "photos" / "cd").iterdir()):
        os.utime(path, (1000, 1000))
    assert list(files.older_than(2_000_000_000)) == [other]
    assert not draft.exists()
    assert sorted(files.older_than(LATER_US)) == [DIGEST, other]


def test_a_folder_that_cannot_be_written_to_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("a file")
    with pytest.raises(Unusable, match="make room there, or let this user write there"):
        save(PhotoFolder(tmp_path))
