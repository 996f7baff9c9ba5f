"""The city's name, title and centre, set by an administrator."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.services.city import read_profile
from layouts.components.blanks import said
from layouts.components.city_form import city_form
from layouts.ids import Admin
from layouts.requests import current_viewer
from layouts.texts.admin import City


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The form is filled when it is opened and after it was saved."""

    @app.callback(Output(Admin.CITY, "children"), Input(Admin.CITY, "id"), Input(Admin.CITY_SAVED, "data"))
    async def show_form(_mounted: str, _saved: int | None) -> Any:
        profile = await asyncio.to_thread(services.office.city_names.profile)
        return city_form(current_viewer(services.settings), profile)

    @app.callback(
        Output(Admin.CITY_SAID, "children"),
        Output(Admin.CITY_SAVED, "data"),
        Input(Admin.CITY_SAVE, "n_clicks"),
        State(Admin.CITY_NAME, "value"),
        State(Admin.CITY_NAME_EN, "value"),
        State(Admin.CITY_TITLE, "value"),
        State(Admin.CITY_TITLE_EN, "value"),
        State(Admin.CITY_CENTRE, "value"),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, name: Any, name_en: Any, title: Any, title_en: Any, centre: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        profile = read_profile(
            name=typed(name) or None,
            name_en=typed(name_en) or None,
            title=typed(title) or None,
            title_en=typed(title_en) or None,
            centre=typed(centre) or None,
        )
        if clicks:
            await asyncio.to_thread(services.office.city_names.replace, profile, actor)
        return said(viewer, City.SAVED) if clicks else [], clicks
