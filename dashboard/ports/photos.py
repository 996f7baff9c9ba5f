"""Evidence pictures: what is known of them, their files, and who reads what came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.cases.queries import Sight
from dashboard.domain.photos.records import Photo, PhotoSize, PreparedPhoto


class Pictures(Protocol):
    """Reads pictures of any make."""

    def prepare(self, content: bytes) -> PreparedPhoto:
        """Return it upright, without anything but its pixels, in every size.

        How large it is decides before anything is decoded. Raises BadInput, with what to do, for what is no picture,
        damaged, moving or too large.
        """


class PhotoFiles(Protocol):
    """The bytes of the pictures. Every method raises Unusable, with what to do, when the disk is full or not ours."""

    def drafted(self, digest: str, sizes: Mapping[PhotoSize, bytes]) -> AbstractContextManager[Callable[[], None]]:
        """Write them where nobody reads them. What the block gets puts them in place at once, whole and on the disk;
        without it they are gone after the block."""

    def content(self, digest: str, size: PhotoSize) -> bytes | None:
        """Return the bytes; None when there is no such file."""

    def remove(self, digest: str) -> None:
        """Remove every size."""

    def older_than(self, before_us: int) -> Iterator[str]:
        """Yield the digests of which files were written before then; drafts of before then are removed."""


class PhotoRows(Protocol):
    """Pictures inside a transaction."""

    def photos(self, digests: Collection[str]) -> Mapping[str, Photo]:
        """Those of these that are stored, by digest."""

    def add_photo(self, photo: Photo, account: str) -> None:
        """Store it, and that this account sent it. Of one that is there only what was not known is filled in."""

    def use_photos(self, digests: Collection[str], at_us: int) -> Collection[str]:
        """Note that cases get them now, and return those that are stored; the others are not.

        Whoever would remove them at the same moment waits, and leaves them alone then.
        """

    def photos_sent_by(self, account: str, digests: Collection[str]) -> Collection[str]:
        """Those of these that this account sent."""

    def photos_in_sight(self, sight: Sight, digests: Collection[str]) -> Collection[str]:
        """Those of these that a case within sight carries."""

    def photos_elsewhere(self, digests: Collection[str], case_key: int | None) -> Collection[str]:
        """Those of these that another case carries."""

    def forget_photos(self, *, unused_us: int, ended_us: int) -> Sequence[str]:
        """Remove those that were last sent before `unused_us` and no case carries, and those all of whose cases ended
        before `ended_us`; return them."""

    def is_photo_free(self, digest: str) -> bool:
        """Return whether nothing is stored under it; nobody else can store it until the end of the transaction."""
