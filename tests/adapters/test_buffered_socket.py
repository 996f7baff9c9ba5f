"""The ingest's buffered socket: reads ahead, gathers what is sent while it is held back, and outlives a broken line."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from data_sources.mqtt.buffered_client import BufferedSocket

Ends = tuple[BufferedSocket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A buffered end and a plain one."""
    inner, other = socket.socketpair()
    inner.setblocking(False)
    yield BufferedSocket(inner), other
    inner.close()
    other.close()


def test_small_reads_are_served_from_what_was_read_ahead(ends: Ends) -> None:
    buffered, other = ends
    other.sendall(b"\x32\x04abcd")
    assert buffered.recv(1) == b"\x32"
    assert buffered.pending() == 5
    assert buffered.recv(1) + buffered.recv(4) == b"\x04abcd"
    assert buffered.pending() == 0


def test_a_read_longer_than_what_came_gives_what_there_is(ends: Ends) -> None:
    buffered, other = ends
    other.sendall(b"abc")
    assert buffered.recv(10) == b"abc"
    assert buffered.pending() == 0
    with pytest.raises(BlockingIOError):
        buffered.recv(1)


def test_the_end_of_the_line_reads_as_nothing(ends: Ends) -> None:
    buffered, other = ends
    other.close()
    assert buffered.recv(1) == b""


def test_what_is_sent_while_held_back_leaves_in_one_piece(ends: Ends) -> None:
    buffered, other = ends
    other.setblocking(False)
    with buffered.held_back():
        assert buffered.send(b"one") == 3
        assert buffered.send(b"two") == 3
        with pytest.raises(BlockingIOError):
            other.recv(10)
    assert other.recv(10) == b"onetwo"


def test_what_the_system_does_not_take_now_leaves_later_and_in_order(ends: Ends) -> None:
    buffered, other = ends
    load = bytes(range(256)) * 16_384
    with buffered.held_back():
        buffered.send(load)
    buffered.send(b"last")
    received = bytearray()
    while len(received) < len(load) + 4:
        received += other.recv(1 << 20)
        buffered.flush()
    assert received == load + b"last"


def test_sending_into_a_broken_line_is_told_by_the_next_read(ends: Ends) -> None:
    buffered, other = ends
    other.close()
    with buffered.held_back():
        buffered.send(b"lost")
    assert buffered.recv(1) == b""
