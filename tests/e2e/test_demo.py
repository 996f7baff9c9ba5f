"""The demo as a person starts and stops it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.product import PATIENCE_S, ROOT, Product, eventually, family


def test_the_demo_lives_and_leaves_no_process_after_ctrl_c(tmp_path: Path) -> None:
    product = Product(tmp_path / "var", assets=300)
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--assets", str(product.assets), "--speed", "20", "--without-bureau"],
        cwd=ROOT,
        env=product.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        said = iter(demo.stdout.readline, "")
        assert any(product.url in line for line in said), "the address was never shown"
        eventually(lambda: _reporting(product) > 0, "simulated devices are online")
        processes = family(demo.pid)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE_S) == 0
    assert len(processes) > 5
    assert not [pid for pid in processes if _lives(pid)]


def _reporting(product: Product) -> int:
    """How many assets the map shows as anything but offline."""
    states = json.loads(product.get("/api/v1/map/assets") or b'{"state":""}')["state"]
    return sum(state != "4" for state in states)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
