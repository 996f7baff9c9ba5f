"""What is true of every text file: no outside host, no leftovers, no long scripts."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.rules import MAX_MODULE_LINES
from tests.architecture.source import PACKAGES, ROOT, TOP_MODULES, asset_files

# The names of XML namespaces look like addresses, but nobody loads them.
HOST: Final = re.compile(r"""(?:https?:|wss?:|["'(])//(?!www\.w3\.org/)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}""")
LEFTOVERS: Final = re.compile(
    r"\b(?:TODO|FIXME|XXX|HACK|noqa|debugger|NotImplementedError)\b|\b(?:breakpoint|console\.log)\(|lorem ipsum"
)
IGNORED_TYPES: Final = re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\])")
REGISTRIES: Final = re.compile(r"index-url|pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|mirrors?\.\w+\.\w+")


def product_files(*suffixes: str) -> list[Path]:
    """Our files of these kinds, tests left out."""
    files = [path for name in (*PACKAGES, "assets", "bench", "migrations") for path in (ROOT / name).rglob("*")]
    files += [ROOT / f"{name}.py" for name in TOP_MODULES]
    return sorted(path for path in files if path.is_file() and path.suffix in suffixes and "vendor" not in path.parts)


def matches(pattern: re.Pattern[str], paths: list[Path]) -> Iterator[str]:
    """Where a pattern is found: file, line and text."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number} {found[0]}"


def test_nothing_on_a_page_comes_from_another_host() -> None:
    layouts = sorted((ROOT / "layouts").rglob("*.py"))
    assert list(matches(HOST, asset_files(".js", ".css", ".svg", ".html") + layouts)) == []


@pytest.mark.parametrize(
    ("line", "is_outside"),
    [
        ('src="https://cdn.example.com/leaflet.js"', True),
        ("@import url(//fonts.example.com/css)", True),
        ('new WebSocket("wss://live.example.com")', True),
        ('xmlns="http://www.w3.org/2000/svg"', False),
        ("fetch('/api/v1/map/assets')", False),
        ("const half = width / 2; // half.the width", False),
    ],
)
def test_an_outside_host_is_recognised(line: str, *, is_outside: bool) -> None:
    assert bool(HOST.search(line)) is is_outside


def test_no_leftovers() -> None:
    assert list(matches(LEFTOVERS, product_files(".py", ".js", ".css"))) == []


def test_every_ignored_type_error_is_named() -> None:
    assert list(matches(IGNORED_TYPES, product_files(".py"))) == []


def test_no_package_registry_is_named() -> None:
    names = ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml", "README.md")
    files = [ROOT / name for name in (*names, "package.json", "package-lock.json", ".npmrc")]
    assert list(matches(REGISTRIES, files)) == []


def test_requirements_are_pinned_exactly() -> None:
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt")
        for line in (ROOT / name).read_text().splitlines()
    ]
    requirements = [line for line in lines if line and not line.startswith(("#", "-r ", "-c "))]
    assert [line for line in requirements if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+( *;.*)?", line)] == []


def test_development_tools_of_the_scripts_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert "dependencies" not in package
    versions = package["devDependencies"]
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_scripts_and_style_sheets_are_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in asset_files(".js", ".css")}
    assert {name: length for name, length in lengths.items() if length > MAX_MODULE_LINES} == {}


FINGERS: Final = "touch.css"
"""The one sheet that corrects others: how high things are under a finger."""


def test_a_class_is_styled_by_one_sheet_alone() -> None:
    sheets: defaultdict[str, set[str]] = defaultdict(set)
    for path in asset_files(".css"):
        for name in set() if path.name == FINGERS else classes_by_themselves(path.read_text(encoding="utf-8")):
            sheets[name].add(path.name)
    assert {name: sorted(found) for name, found in sheets.items() if len(found) > 1} == {}


def classes_by_themselves(style: str) -> set[str]:
    """The classes that have rules of their own, which hold wherever the class stands."""
    heads = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    selectors = [part.strip() for head in heads for part in re.split(r",(?![^(]*\))", head)]
    return {found[1] for selector in selectors if (found := re.fullmatch(r"\.([\w-]+)", selector))}


def test_classes_by_themselves_are_told_from_those_in_a_place() -> None:
    style = "/* .no { */ .one, .two:is(.a, .b) { } @media (max-width:9px) { .three { } .four .five { } p.six { } }"
    assert classes_by_themselves(style) == {"one", "three"}


EN_DASH: Final = re.compile("""["']\u2013["']""")


def test_an_unknown_figure_reads_as_the_one_sign_that_formatting_has() -> None:
    """`NONE` of layouts/formatting.py, in what the server draws and in what the browser keeps fresh."""
    marks = "layouts/answer.py"  # whose dash is the mark of a notice, no figure
    found = matches(EN_DASH, asset_files(".js") + sorted((ROOT / "layouts").rglob("*.py")))
    assert [each for each in found if not each.startswith(marks)] == []
