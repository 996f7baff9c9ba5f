"""Who acts: the one place where a request becomes a name in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

OPERATOR: Final = "operator"
PROGRAM: Final = "api"
COMMAND_LINE: Final = "command line"
"""Whoever may run manage.py on the machine."""
_PROGRAMS: Final = "/api/"


class RequestHead(NamedTuple):
    """What a request says of who sent it."""

    path: str
    cookies: Mapping[str, str]


def actor_of(request: RequestHead) -> str:
    """Who acts by this request. Without accounts, whoever looks at a page is the operator; the API serves programs."""
    return PROGRAM if request.path.startswith(_PROGRAMS) else OPERATOR
