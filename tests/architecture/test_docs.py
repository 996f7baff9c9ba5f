"""What can be set, called, added or visited is documented, and what is documented exists."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pytest
from typer.main import get_command

from commands import command_line
from dashboard.domain.sensors import sensor_types
from dashboard.settings import PREFIX, Settings
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks
from layouts.pages import pages
from tests.architecture.source import ROOT

READMES: Final = ("README.md", "README.zh-CN.md")


@cache
def documentation() -> str:
    """All of it."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def commands() -> set[str]:
    """The commands of manage.py."""
    return set(getattr(get_command(command_line()), "commands", {}))


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_in_the_table_and_nothing_else(readme: str) -> None:
    rows = re.findall(rf"^\| `{PREFIX}(\w+)` \|", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [name.upper() for name in Settings.model_fields]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme_and_nothing_else(readme: str) -> None:
    rows = re.findall(r"^\| `python manage\.py (\w+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(rows) == commands()


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_of_the_readme_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z0-9-]+)`", (ROOT / readme).read_text(encoding="utf-8"))) <= targets


def test_the_readmes_have_the_same_chapters() -> None:
    first, second = ((ROOT / readme).read_text(encoding="utf-8") for readme in READMES)
    assert len(re.findall(r"^##+ ", first, re.MULTILINE)) == len(re.findall(r"^##+ ", second, re.MULTILINE))


@pytest.mark.parametrize("key", sorted(sensor_types()))
def test_every_sensor_type_is_documented(key: str) -> None:
    assert f"`{key}`" in documentation()


@pytest.mark.parametrize("key", sorted({**uplinks(), **camera_sources()}))
def test_every_uplink_and_camera_source_is_documented(key: str) -> None:
    assert f"`{key}`" in documentation()


@pytest.mark.parametrize("path", [page.path for page in pages().values()])
def test_every_page_is_documented(path: str) -> None:
    assert f"`{path}`" in documentation()


def test_links_between_documents_lead_somewhere() -> None:
    files = [
        ROOT / "README.md",
        ROOT / "README.zh-CN.md",
        ROOT / "CONTRIBUTING.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    links = [
        (file, link)
        for file in files
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", file.read_text(encoding="utf-8"))
    ]
    assert [f"{file.name} → {link}" for file, link in links if not (file.parent / link).exists()] == []


def test_the_records_of_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
