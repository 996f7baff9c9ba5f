"""`manage.py demo` as a process of its own, with stand-ins for what it runs."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 60

SUPERVISORD_CONF: Final = """
[supervisord]
directory={root}
logfile=%(ENV_XIUHUA_DATA_DIR)s/log/supervisord.log
pidfile=%(ENV_XIUHUA_DATA_DIR)s/supervisord.pid
childlogdir=%(ENV_XIUHUA_DATA_DIR)s/log

[program:ingest]
command=python -m tests.runner.stand_in %(ENV_XIUHUA_DATA_DIR)s/ingest.pid 0
autorestart=true

[program:web]
command=python -m tests.runner.stand_in %(ENV_XIUHUA_DATA_DIR)s/web.pid %(ENV_XIUHUA_PORT)s
autorestart=true
"""

SCRIPT: Final = """
import sys
from pathlib import Path
from dashboard.errors import XiuhuaError
from dashboard.settings import load_settings
from data_sources.processes.demo_run import DemoRun
try:
    sys.exit(DemoRun(load_settings(), config=Path(sys.argv[1]), preparation=()).run())
except XiuhuaError as error:
    sys.exit(f"{error.code}: {error}")
"""


class Demo:
    """A running demo whose terminal output is read line by line."""

    def __init__(self, data_dir: Path, port: int, config: str = SUPERVISORD_CONF) -> None:
        conf = data_dir.parent / f"{data_dir.name}.conf"
        conf.write_text(config.format(root=ROOT))
        self.data_dir = data_dir
        environment = {key: value for key, value in os.environ.items() if not key.startswith("XIUHUA_")} | {
            "XIUHUA_DATA_DIR": str(data_dir),
            "XIUHUA_PORT": str(port),
            "XIUHUA_MQTT_URL": "mqtt://127.0.0.1:1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(conf)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str) -> str:
        """The first line that contains `words`."""
        assert self.process.stdout is not None
        seen = []
        for line in self.process.stdout:
            if words in line:
                return line
            seen.append(line)
        raise AssertionError(f"{words!r} was never said, only: {''.join(seen)}")

    def pid_of(self, process: str) -> int:
        """The process id of a stand-in."""
        return int((self.data_dir / f"{process}.pid").read_text())

    def pids(self) -> list[int]:
        """supervisord and all it runs."""
        return [int(path.read_text()) for path in self.data_dir.glob("*.pid")]


@contextmanager
def running_demo(data_dir: Path, port: int, config: str = SUPERVISORD_CONF) -> Iterator[Demo]:
    """A demo that is stopped at the end, whatever happens."""
    demo = Demo(data_dir, port, config)
    try:
        yield demo
    finally:
        demo.process.terminate()
        assert demo.process.stdout is not None
        demo.process.stdout.close()
        demo.process.wait(PATIENCE_S)


def wait_for_end(pid: int) -> None:
    """Returns when the process has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([descriptor], [], [], PATIENCE_S)
    os.close(descriptor)
    assert ended, f"process {pid} is still there"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_process(
    tmp_path: Path, free_port: int, number: signal.Signals
) -> None:
    with running_demo(tmp_path / "var", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        pids = demo.pids()
        demo.process.send_signal(number)
        demo.read_until("stopped")
        assert demo.process.wait(PATIENCE_S) == 0
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_nothing_outlives_a_killed_demo_and_the_next_start_works(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "var", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        pids = demo.pids()
        demo.process.kill()
        demo.process.wait()
        with running_demo(tmp_path / "var", free_port) as second:
            second.read_until(f"http://127.0.0.1:{free_port}")
        for pid in pids:
            wait_for_end(pid)


def test_nothing_outlives_a_killed_supervisor(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "var", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        pids = demo.pids()
        os.kill(demo.pid_of("supervisord"), signal.SIGKILL)
        demo.read_until("unavailable: the process runner ended")
        for pid in pids:
            wait_for_end(pid)
        assert demo.process.wait(PATIENCE_S) == 1


def test_a_process_that_dies_comes_back(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "var", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        before = demo.pid_of("ingest")
        os.kill(before, signal.SIGKILL)
        assert "SIGKILL" in demo.read_until("ingest     ended")
        demo.read_until("ingest     is back")
        assert demo.pid_of("ingest") != before


def test_a_second_instance_on_the_same_data_is_refused(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "var", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        with running_demo(tmp_path / "var", free_port) as second:
            assert f"process {demo.process.pid}" in second.read_until("conflict: ")
            assert second.process.wait(PATIENCE_S) == 1
        assert demo.process.poll() is None


def test_a_port_taken_by_another_instance_is_named(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "one", free_port) as demo:
        demo.read_until(f"http://127.0.0.1:{free_port}")
        with running_demo(tmp_path / "two", free_port) as second:
            line = second.read_until("conflict: ")
    assert f"port {free_port} is taken by another Xiuhua" in line
    assert "XIUHUA_PORT" in line


def test_a_broken_configuration_is_one_line(tmp_path: Path, free_port: int) -> None:
    with running_demo(tmp_path / "var", free_port, "[program:web]\ncommand=python\n") as demo:
        assert "supervisord section" in demo.read_until("unavailable: the process runner ended")


def test_a_process_that_cannot_start_is_named_with_its_last_words(tmp_path: Path, free_port: int) -> None:
    broken = (
        SUPERVISORD_CONF
        + """
[program:worker]
command=python -c "raise SystemExit('no [such] table')"
redirect_stderr=true
stdout_logfile=%(ENV_XIUHUA_DATA_DIR)s/log/worker.log
"""
    )
    with running_demo(tmp_path / "var", free_port, broken) as demo:
        line = demo.read_until("worker     ended")
    assert "exit status 1" in line
    assert "worker.log: no [such] table" in line
