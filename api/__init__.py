"""HTTP for machines: thin controllers that parse, await a service and present. Each file with routes has a ROUTER."""

from __future__ import annotations

import importlib
import pkgutil

from fastapi import APIRouter, FastAPI


def routers() -> list[APIRouter]:
    """Every router of this package, in the order of the file names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return [module.ROUTER for module in modules if hasattr(module, "ROUTER")]


def install(server: FastAPI) -> None:
    """Adds every route, what guards and measures the requests, and errors as problem documents.

    To be called after other middleware was added and before routes that take every path.
    """
    from api.guard import Guard
    from api.metrics import RequestTimes, Timing
    from api.problems import install_problem_handlers

    every = routers()
    for router in every:
        server.include_router(router)
    install_problem_handlers(server, every)
    server.state.request_times = RequestTimes()
    server.add_middleware(Guard)
    server.add_middleware(Timing, times=server.state.request_times)
