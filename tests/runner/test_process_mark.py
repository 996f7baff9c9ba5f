"""Marks of processes: one that ended is known to have, one that cannot be seen is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from data_sources.processes.process_mark import has_ended, process_mark

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is /proc on Linux only")


def test_a_process_has_ended_when_it_has() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        mark = process_mark(child.pid)
        assert not has_ended(mark)
        child.kill()
        child.wait()
        assert has_ended(mark)


def test_another_process_with_the_same_number_does_not_count_as_the_first() -> None:
    system, _, start = process_mark().rpartition(":")
    assert has_ended(f"{system}:{int(start) + 1}")


@pytest.mark.parametrize("mark", ["", "f00d", "a:b:1:2", "another-boot:4026531836:1:17"])
def test_of_a_process_elsewhere_nothing_is_known(mark: str) -> None:
    assert not has_ended(mark)
