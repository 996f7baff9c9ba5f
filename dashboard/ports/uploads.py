"""Pictures that come in parts: what of them has come, kept by whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A picture on its way: `sha256` of the whole names it among its account's, `offset` is how much of it is there.

    `photo` is the digest under which the finished one is kept; its bytes are gone from here then.
    """

    sha256: str
    size_bytes: int
    offset: int
    photo: str | None = None


class UploadFiles(Protocol):
    """Every method raises Unusable, with what to do, when the disk is full or not ours."""

    def find(self, account: str, sha256: str) -> Upload | None:
        """Return what has come of it; None when nothing was begun."""

    def begin(self, account: str, sha256: str, size_bytes: int, most: int) -> Upload:
        """Return what has come of it, nothing at first.

        Of the account's other unfinished ones only the `most` - 1 that were touched last stay.
        """

    def append(self, account: str, sha256: str, offset: int, part: bytes) -> Upload | None:
        """Return it with the part on the disk, or as it is when it does not stand at `offset`; None when it is gone.

        Whoever is killed meanwhile leaves a beginning of the part at most.
        """

    def content(self, account: str, sha256: str) -> bytes | None:
        """Return what has come; None when it is gone."""

    def finish(self, account: str, sha256: str, photo: str) -> None:
        """Note what it became, and remove its bytes."""

    def drop(self, account: str, sha256: str) -> None:
        """Forget it."""

    def forget(self, before_us: int) -> int:
        """Forget all that nobody has touched since then, and return how many."""
