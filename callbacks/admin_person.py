"""One person, added or changed by hand."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.services.people.editing import FIELDS
from layouts.components.blanks import said
from layouts.ids import Admin
from layouts.requests import current_viewer
from layouts.texts.people import People

_LONGEST: Final = 400
_IDS: Final = (
    Admin.PERSON_NUMBER,
    Admin.PERSON_NAME,
    Admin.PERSON_PHONE,
    Admin.PERSON_POST,
    Admin.PERSON_SQUAD,
    Admin.PERSON_DEPARTMENT,
    Admin.PERSON_SKILLS,
    Admin.PERSON_STAFF,
    Admin.PERSON_STATUS,
)


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The fields stay as they were typed, so that what is refused can be mended."""

    @app.callback(
        Output(Admin.PERSON_SAID, "children"),
        Input(Admin.PERSON_SAVE, "n_clicks"),
        *(State(name, "value") for name in _IDS),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, *values: Any) -> Any:
        if not clicks:
            return no_update
        fields = {name: typed(value, _LONGEST) for name, value in zip(FIELDS, values, strict=True)}
        is_new = await asyncio.to_thread(services.office.people_editing.save, fields, current_actor())
        sentence = People.ADDED if is_new else People.CHANGED
        return said(current_viewer(services.settings), sentence, fields["number"])
