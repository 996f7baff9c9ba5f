"""The candidates in the form that dispatches a case."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._case_moves import action_from
from callbacks._ports import CallbackRegistry, PageServices
from callbacks.case_drawer import key_of
from dashboard.domain.cases.states import Action
from layouts.case_ids import CaseCandidates
from layouts.components.cases.candidates import candidate_list
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Whoever opens the form of dispatching sees whom it may go to, ranked; other forms show nothing."""

    @app.callback(Output(CaseCandidates.LIST, "data-html"), Input(CaseCandidates.ASKED, "data"))
    async def show_candidates(asked: Any) -> Any:
        key = key_of(asked)
        if key is None or action_from(asked) is not Action.DISPATCH:
            return NOTHING
        found = await asyncio.to_thread(services.cases.dispatching.candidates, key, current_actor())
        return markup(candidate_list(current_viewer(services.settings), found))
