"""The product's own source files, parsed, for tests that read code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("bootstrap", "dashboard", "data_sources", "layouts", "callbacks", "api", "commands")
TOP_MODULES: Final = ("app", "manage")


class Module(NamedTuple):
    """One Python file: its dotted name and its syntax tree."""

    name: str
    tree: ast.Module
    lines: int

    @classmethod
    def parse(cls, name: str, source: str) -> Module:
        """A module from its source text."""
        return cls(name, ast.parse(source), len(source.splitlines()))

    def is_within(self, *prefixes: str) -> bool:
        """Whether the module is one of these packages or modules, or lies in one of them."""
        return is_within(self.name, *prefixes)


def is_within(name: str, *prefixes: str) -> bool:
    """Whether a dotted name is one of these or lies below one of them."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@cache
def product_modules() -> tuple[Module, ...]:
    """Every module of the product (no tests, benchmarks, migrations)."""
    files = [ROOT / f"{name}.py" for name in TOP_MODULES]
    files += [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(_read(path) for path in files if path.is_file())


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module.parse(name, path.read_text(encoding="utf-8"))


def asset_files(*suffixes: str) -> list[Path]:
    """Our own scripts and style sheets."""
    return sorted(
        path for path in (ROOT / "assets").rglob("*") if path.suffix in suffixes and "vendor" not in path.parts
    )


def imported_names(module: Module) -> Iterator[str]:
    """The dotted names that a module imports: `from a import b` counts as `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute chain; empty for anything else."""
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return node.id if isinstance(node, ast.Name) else ""
