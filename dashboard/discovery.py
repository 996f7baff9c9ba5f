"""Finds the plug-in objects of a package: one file, one object."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """Anything that is registered under its own key."""

    @property
    def key(self) -> str: ...


Kind = TypeVar("Kind", bound=Keyed)


class DiscoveryError(RuntimeError):
    """A plug-in file lacks its object, or two claim the same key."""


def collect(package: ModuleType, name: str, kind: type[Kind]) -> dict[str, Kind]:
    """Every object called `name` in the modules of `package`, by its key, in the order of the file names.

    Modules whose name begins with an underscore are the package's own machinery and are left out.
    Raises DiscoveryError when a module has no such object of that kind, or when a key is taken twice.
    """
    found: dict[str, Kind] = {}
    for module_name in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module_name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{module_name}")
        candidate = getattr(module, name, None)
        if not isinstance(candidate, kind):
            raise DiscoveryError(f"{module.__name__} must define {name} as a {kind.__name__}")
        if candidate.key in found:
            raise DiscoveryError(f"{module.__name__}: the key {candidate.key!r} is taken already")
        found[candidate.key] = candidate
    return found
