"""HTTP for machines: thin controllers that parse, await a service and present. Each file with routes has a ROUTER."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection

from fastapi import APIRouter, FastAPI

from api.entrance import Doorkeeper
from api.safety_headers import ContentPolicy


def routers() -> list[APIRouter]:
    """Every router of this package, in the order of the file names."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return [module.ROUTER for module in modules if hasattr(module, "ROUTER")]


def install(server: FastAPI) -> None:
    """Adds every route, and errors as problem documents. To be called before routes that take every path."""
    from api.problems import install_problem_handlers

    every = routers()
    for router in every:
        server.include_router(router)
    install_problem_handlers(server, every)


def protect(
    server: FastAPI,
    host_names: Collection[str],
    doorkeeper: Doorkeeper,
    secret: str,
    check_page_call: Callable[[object], None] | None = None,
    policy: ContentPolicy | None = None,
) -> None:
    """Adds what checks and measures every request; `policy` is that of its pages.

    To be called last: what is added later, as Dash does, would read requests before they are checked.
    """
    from api.bodies import Bodies
    from api.entrance import Entrance
    from api.guard import Guard
    from api.metrics import RequestTimes, Timing
    from api.page_calls import PageCalls

    server.state.request_times = RequestTimes()
    if check_page_call is not None:
        server.add_middleware(PageCalls, check=check_page_call)
    server.add_middleware(Bodies)
    server.state.secret = secret
    server.add_middleware(Entrance, doorkeeper=doorkeeper, secret=secret)
    server.add_middleware(Guard, host_names=host_names, policy=policy or ContentPolicy())
    server.add_middleware(Timing, times=server.state.request_times)
