"""The city's name, title and centre, set by an administrator."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
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
            name=_typed(name),
            name_en=_typed(name_en),
            title=_typed(title),
            title_en=_typed(title_en),
            centre=_typed(centre),
        )
        if clicks:
            await asyncio.to_thread(services.office.city_names.replace, profile, actor)
        return said(viewer, City.SAVED) if clicks else [], clicks


def _typed(value: Any) -> str | None:
    """What stands in a field; None when it is empty."""
    text = str(value or "").replace("\0", "").strip()
    return text or None
