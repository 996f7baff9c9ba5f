"""HTTP for machines: thin controllers that parse, await a service and present. Each file with routes has a ROUTER."""

from __future__ import annotations

import importlib
import pkgutil

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """Every router of this package, in the order of the file names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return [module.ROUTER for module in modules if hasattr(module, "ROUTER")]
