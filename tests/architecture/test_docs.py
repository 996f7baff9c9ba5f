"""What can be set, called, added or visited is documented, and what is documented exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from inspect import get_annotations
from typing import Any, Final

import pytest
from typer.main import get_command

from commands import command_line
from dashboard.domain.sensors import sensor_types
from dashboard.settings import PREFIX, Settings
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks
from layouts.pages import pages
from tests.architecture.source import ROOT
from tests.architecture.test_files import HOST, matches

READMES: Final = ("README.md", "README.zh-CN.md")
LARGEST_PICTURE_BYTES: Final = 350_000


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
    rows = re.findall(r"^\| `python manage\.py ([\w-]+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
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


@cache
def glossary_names() -> list[str]:
    """What the glossary says is where in the core: `domain.severity.AssetState`."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"`((?:domain|ports|services)\.[\w.]+)`", text)))


@pytest.mark.parametrize("name", glossary_names())
def test_every_name_of_the_glossary_exists(name: str) -> None:
    module, *path = _split(f"dashboard.{name}")
    found: Any = import_module(module)
    *owners, last = path
    for owner in owners:
        found = getattr(found, owner)
    assert hasattr(found, last) or last in get_annotations(found)


def _split(name: str) -> list[str]:
    """The longest module that a dotted name begins with, then what is named in it."""
    parts = name.split(".")
    fits = [end for end in range(1, len(parts)) if (ROOT.joinpath(*parts[:end]).with_suffix(".py")).exists()]
    return [".".join(parts[: fits[-1]]), *parts[fits[-1] :]]


def test_the_glossary_names_something() -> None:
    assert len(glossary_names()) > 50


def excerpts() -> list[tuple[str, str, str]]:
    """Code that a how-to shows of the product: document, file and text."""
    return [
        (document.name, path, source)
        for document in sorted((ROOT / "docs" / "howto").glob("*.md"))
        for path, source in re.findall(
            r"^From `([\w./]+\.py)`:\n\n```python\n(.*?)^```",
            document.read_text(encoding="utf-8"),
            re.MULTILINE | re.DOTALL,
        )
    ]


@pytest.mark.parametrize(("document", "path", "source"), excerpts(), ids=lambda part: part[:40])
def test_an_excerpt_of_a_how_to_is_still_in_the_code(document: str, path: str, source: str) -> None:
    present = {_told(node) for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))}
    shown = [part for statement in ast.parse(source).body for part in _parts(statement)]
    assert [ast.unparse(part) for part in shown if _told(part) not in present] == []


def _parts(statement: ast.stmt) -> list[ast.AST]:
    """Of a class the members that are shown, of anything else the whole."""
    if isinstance(statement, ast.ClassDef):
        return list(statement.body)
    return [statement.value] if isinstance(statement, ast.Expr) else [statement]


def _told(node: ast.AST) -> str:
    """Code as text, without the docstring of a function."""
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None and len(node.body) > 1:
        node = ast.FunctionDef(**{**dict(ast.iter_fields(node)), "body": node.body[1:], "lineno": 0})
    return ast.unparse(node) if isinstance(node, ast.stmt | ast.expr) else ""


def test_every_how_to_is_listed() -> None:
    listed = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs" / "howto").glob("*.md") if f"(howto/{path.name})" not in listed] == []


def named_tests(name: str) -> list[tuple[str, str]]:
    """The tests that a document names, as file and function."""
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / name).read_text(encoding="utf-8"))


@cache
def functions_of(path: str) -> set[str]:
    """The functions of a file; none when there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("document", "at_least"), [("privacy.md", 25), ("security.md", 20)])
def test_every_test_that_a_document_names_exists(document: str, at_least: int) -> None:
    named = named_tests(document)
    assert len(named) >= at_least
    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []


@pytest.mark.parametrize(
    ("document", "chapter"),
    [
        ("privacy.md", "The inventory"),
        ("privacy.md", "What the law asks, and what serves it"),
        ("security.md", "等保 2.0 二级"),
    ],
)
def test_every_line_of_what_the_law_asks_has_its_test_or_is_the_operators(document: str, chapter: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8").split(f"## {chapter}")[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 5
    proofs = [row.rstrip("| ").rpartition(" | ")[2] for row in rows]
    assert [row for row, proof in zip(rows, proofs, strict=True) if "::" not in proof and "operator" not in proof] == []


def rooms() -> list[tuple[str, str]]:
    """What the table of the tree names: a layer's folder, and a file or folder in it."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = text.split("## The tree")[1].split("```")[0]
    rows = [re.findall(r"`([^`]+)`", line) for line in tree.splitlines() if line.startswith("| `")]
    return [(folder, room) for folder, *found in rows for room in found]


def test_every_room_of_the_tree_exists() -> None:
    places = [ROOT / folder / room for folder, room in rooms()]
    assert len(places) > 50
    assert [str(place) for place in places if not (place.is_dir() or place.with_suffix(".py").is_file())] == []


def test_pictures_and_drawings_are_small_and_load_nothing_from_elsewhere() -> None:
    pictures = [path for path in (ROOT / "docs").rglob("*") if path.suffix in {".png", ".jpg", ".webp", ".svg"}]
    assert len(pictures) >= 4
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE_BYTES] == []
    assert list(matches(HOST, [path for path in pictures if path.suffix == ".svg"])) == []
