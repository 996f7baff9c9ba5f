"""Thin controllers for people: parse, await a service, present. One module per widget or page."""

from __future__ import annotations

import importlib
import pkgutil
from functools import partial

from callbacks._access import GuardedRegistry
from callbacks._first import FillPage, fill
from callbacks._ports import CallbackRegistry, PageServices


def register(app: CallbackRegistry, services: PageServices) -> FillPage:
    """Registers the callbacks of every module in this folder, in the order of their names, each behind its right.

    Returns what puts into a layout what those that come first answer.
    """
    guarded = GuardedRegistry(app)
    register_guarded(guarded, services)
    return partial(fill, answers=guarded.first)


def register_guarded(guarded: GuardedRegistry, services: PageServices) -> None:
    """The same with a registry that is guarded already."""
    for module_name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        if not module_name.startswith("_"):
            importlib.import_module(f"{__name__}.{module_name}").register(guarded, services)
