"""Waiting for the processes' news."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WAIT = """
import signal, threading
from pathlib import Path
from data_sources.processes.supervision import Supervision

supervision = Supervision(Path("supervisord.conf"), {})
signal.signal(signal.SIGALRM, lambda *_: threading.Event().wait(0.3))
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(supervision.next_event(0.1))
"""


def test_a_signal_at_the_end_of_a_wait_does_not_make_it_endless() -> None:
    command = [sys.executable, "-c", WAIT]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "None\n"
