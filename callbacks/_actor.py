"""Who acts by the callback that is being answered."""

from __future__ import annotations

from typing import Any, cast

import dash

from dashboard.services.actors import RequestHead, actor_of


def current_actor() -> str:
    """The actor of the current request; from the server's side, never from a component's property."""
    request = cast("Any", dash).get_app().backend.request_adapter()
    return actor_of(RequestHead(request.path, request.cookies))
