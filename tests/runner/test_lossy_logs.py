"""Logs of the supervisor on a device that is always full: lines are lost, nothing is raised, and it heals."""

from __future__ import annotations

from pathlib import Path

import pytest
from supervisor import loggers

from data_sources.processes.supervisord import LossyFileHandler

FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="there is /dev/full on Linux only")


def logger(path: Path, max_bytes: int = 0) -> loggers.Logger:
    """A logger that writes to that file."""
    handler = LossyFileHandler(str(path), maxBytes=max_bytes, backupCount=1)
    handler.setFormat("%(message)s\n")
    return loggers.Logger(handlers=[handler])


def test_a_line_that_cannot_be_written_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    full = logger(FULL)
    for _ in range(3):
        full.info("lost")
    full.close()
    assert capfd.readouterr() == ("", "")


def test_what_comes_after_a_full_disk_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.symlink_to(FULL)
    log = logger(path)
    log.info("lost")
    path.unlink()
    log.info("written")
    log.close()
    assert path.read_text() == "written\n"


def test_a_log_that_cannot_be_rotated_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log = logger(path, max_bytes=10)
    (tmp_path / "log.1").mkdir()
    for number in range(5):
        log.info(f"line {number} is longer than that")
    log.close()
    assert "line 4" in path.read_text()
