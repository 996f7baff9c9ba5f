"""The example of docs/howto/add-a-page.md is a page: written into a copy of the product, it opens and is filled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.rules import RULES
from tests.architecture.source import ROOT, Module

HOWTO: Final = ROOT / "docs" / "howto" / "add-a-page.md"
COPIED: Final = ("api", "dashboard", "data_sources", "layouts", "callbacks", "tests")
LINE: Final = re.compile(r"In `((?:api|callbacks)/[\w/]+\.py)`: `(.+?)`")
VISIT: Final = """
from tests.web.page_client import PageClient
client = PageClient()
with client.http:
    for language in ("zh-CN", "en"):
        print(client.page("/silent", language=language))
        print(client.call("silent-list.data-html", {"tick.n_intervals": 1}, language=language))
"""


@cache
def files() -> dict[str, str]:
    """The files of the example, in the order of the document."""
    text = HOWTO.read_text(encoding="utf-8")
    return dict(re.findall(r"`((?:layouts|callbacks)/[\w/]+\.py)`[^`]*\n\n```python\n(.*?)```", text, re.DOTALL))


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what pages need, with the example in it."""
    folder = tmp_path_factory.mktemp("product")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "fixtures"))
    for path, source in files().items():
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write("\n\n" + source if (ROOT / path).exists() else source)
    for path, line in LINE.findall(HOWTO.read_text(encoding="utf-8")):
        table = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(
            re.sub(r"(CALLBACKS: .*\{\n|LINES: .*\(\n)", rf"\1    {line}\n", table), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def said(product: Path) -> list[str]:
    """What the page answers in either language, its layout and its list."""
    command = [sys.executable, "-X", "utf8", "-c", VISIT]
    done = subprocess.run(command, cwd=product, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.splitlines()


@pytest.mark.parametrize(("place", "title"), [(0, "离线设备"), (1, "Silent devices")])
def test_the_example_of_a_page_opens_and_is_filled(said: list[str], place: int, title: str) -> None:
    page, listed = said[2 * place : 2 * place + 2]
    assert title in page
    assert "<li><b>JG-0413</b>" in listed


@pytest.mark.parametrize("path", files())
def test_the_example_of_a_page_keeps_the_rules(path: str) -> None:
    module = Module.parse(path.removesuffix(".py").replace("/", "."), files()[path])
    complete = [rule for rule in RULES if rule.__name__ != "undocumented" or path != "layouts/ids.py"]
    assert [violation for rule in complete for violation in rule(module)] == []
