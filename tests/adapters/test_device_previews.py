"""What of an unreadable message is shown."""

from __future__ import annotations

import pytest

from data_sources.db.quality_reads import preview


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ('{"水位": 1}\n'.encode(), '{"水位": 1}\n'),
        (b"\x00\xff" * 9, "00 ff" + " 00 ff" * 7 + "\n00 ff"),
        (b"a\x07b", "61 07 62"),
        (b"", ""),
        ("温".encode() * 200, "温" * 106 + " …"),
    ],
    ids=["text", "bytes", "control signs", "nothing", "cut within a character"],
)
def test_text_is_shown_as_text_and_anything_else_as_bytes(payload: bytes, shown: str) -> None:
    assert preview(payload, len(payload)) == shown
