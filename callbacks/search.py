"""The search box in the top bar."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.domain.cases.queries import SHORTEST_SEARCH
from dashboard.domain.cases.records import Case
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.services.search import LONGEST_TEXT
from layouts.components.search_results import search_results
from layouts.ids import Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer

CASES_SHOWN: Final = 5


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Results while typing; the browser opens, walks and closes them."""

    @app.callback(
        Output(Shell.SEARCH_RESULTS, "data-html"), Input(Shell.SEARCH_TEXT, "data"), prevent_initial_call=True
    )
    async def find(text: Any) -> Any:
        asked, actor = typed(text), current_actor()
        hits, (cases, more) = await asyncio.gather(
            asyncio.to_thread(services.search.find, asked), asyncio.to_thread(_cases, services, asked, actor)
        )
        return markup(search_results(current_viewer(services.settings), asked, hits, cases, more)) or NOTHING


def _cases(services: PageServices, text: str, actor: Actor) -> tuple[Sequence[Case], int]:
    """The newest cases that the actor may see, and how many more there are."""
    wanted = text.removeprefix("#")[:LONGEST_TEXT]
    if len(wanted) < SHORTEST_SEARCH or not decide(actor, Permission.VIEW_CASES).allowed:
        return (), 0
    page = services.cases.sheets.found(wanted, CASES_SHOWN, actor)
    return page.items, max(0, page.total - len(page.items))
