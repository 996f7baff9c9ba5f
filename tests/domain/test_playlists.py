"""What of a camera's HLS playlist reaches a browser."""

from __future__ import annotations

import pytest

from dashboard.domain.playlists import is_playlist, rewrite
from dashboard.errors import Unavailable

URL = "http://10.20.30.40:8080/live/index.m3u8?token=s3cret"
HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"


def names(text: str) -> tuple[str, list[str]]:
    """The rewritten text, and what was named in it, in its order."""
    asked: list[str] = []

    def name_of(address: str) -> str:
        asked.append(address)
        return f"n{len(asked)}"

    return rewrite(text.encode(), URL, name_of).text, asked


def test_segments_init_sections_keys_and_variants_get_names_of_ours() -> None:
    told = HEAD + (
        '#EXT-X-MAP:URI="init.mp4"\n#EXT-X-KEY:METHOD=AES-128,URI="/key",IV=0x1\n#EXTINF:2.0,yard\nsegment.m4s?token=s3cret\n'
    )
    text, asked = names(told)
    assert asked == [
        "http://10.20.30.40:8080/live/init.mp4",
        "http://10.20.30.40:8080/key",
        "http://10.20.30.40:8080/live/segment.m4s?token=s3cret",
    ]
    assert text == HEAD + '#EXT-X-MAP:URI="n1"\n#EXT-X-KEY:METHOD=AES-128,URI="n2",IV=0x1\n#EXTINF:2.0,\nn3\n'
    assert "10.20.30.40" not in text
    variants = names("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhigh/index.m3u8\n")
    assert variants[1] == ["http://10.20.30.40:8080/live/high/index.m3u8"]


@pytest.mark.parametrize(
    "line",
    [
        "# a word of the camera at 10.20.30.40",
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-28T09:00:00+08:00",
        '#EXT-X-DATERANGE:ID="a",X-WHERE="http://10.20.30.40/"',
        '#EXT-X-SESSION-DATA:DATA-ID="a",URI="http://10.20.30.40/"',
        '#EXT-X-PART:DURATION=0.3,URI="part.m4s"',
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES",
    ],
)
def test_what_a_player_does_not_need_stays_behind(line: str) -> None:
    assert names(f"{HEAD}{line}\n") == (HEAD, [])


@pytest.mark.parametrize(
    "line",
    [
        "http://10.9.9.9/segment.ts",
        "//10.9.9.9/segment.ts",
        "https://10.20.30.40:8080/segment.ts",
        "http://10.20.30.40/segment.ts",
        "http://viewer:geheim@10.20.30.40:8080/segment.ts",
        "file:///etc/passwd",
        '#EXT-X-KEY:METHOD=AES-128,URI="http://10.9.9.9/key"',
        '#EXT-X-MAP:URI="data:text/plain,x"',
        "http://[::bad/segment.ts",
    ],
)
def test_a_playlist_that_points_elsewhere_is_refused(line: str) -> None:
    with pytest.raises(Unavailable, match="another host"):
        names(f"{HEAD}#EXTINF:1,\n{line}\n")


def test_what_is_no_playlist_is_told() -> None:
    with pytest.raises(Unavailable, match="no HLS playlist"):
        names("<html>")
    assert is_playlist(b"\xef\xbb\xbf#EXTM3U\n")


def test_the_newest_segment_is_known_of_a_media_playlist_alone() -> None:
    media = rewrite(f"{HEAD}#EXTINF:1,\na.ts\n#EXTINF:1,\nb.ts\n".encode(), URL, str)
    assert media.newest == "http://10.20.30.40:8080/live/b.ts"
    assert rewrite(b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhigh.m3u8\n", URL, str).newest == ""
