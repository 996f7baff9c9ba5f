"""Who acts by the callback that is being answered."""

from __future__ import annotations

from typing import Any, cast

import dash

from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.errors import NotSignedIn


def current_actor() -> Actor:
    """The actor of the current request; from the server's side, never from a component's property.

    Raises NotSignedIn when nobody is known to ask.
    """
    actor: Actor | None = cast("Any", dash).get_app().backend.request_adapter().context.actor
    if actor is None:
        raise NotSignedIn(Text("登录已过期，请重新登录", "you are not signed in any more; sign in again"))
    return actor


def current_session() -> int | None:
    """The key of the session of the current request; None for whoever came by a token."""
    key: int | None = cast("Any", dash).get_app().backend.request_adapter().context.session_key
    return key
