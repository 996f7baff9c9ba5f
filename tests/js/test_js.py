"""The tests of the scripts, which run in Node: one test here for all of them, with their report when one fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


def test_scripts_do_what_their_own_tests_say() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed (make test installs it where it may)")
    files = sorted(Path(__file__).parent.glob("*.test.js"))
    assert files
    run = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
