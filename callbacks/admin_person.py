"""One person, added or changed by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.commands.uploads import read_upload
from dashboard.domain.camera_pictures import WornDevice, WornDraft
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.services.people.editing import FIELDS
from dashboard.services.positions.worn import WornDevices
from layouts.components.blanks import said
from layouts.components.people.worn import worn_list
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
    _register_fields(app, services)
    _register_photo(app, services)
    _register_device(app, services)


def _register_photo(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.PHOTO_FILE_NAME, "children"), Input(Admin.PHOTO_FILE, "filename"), prevent_initial_call=True
    )
    async def show_file(name: str | None) -> str:
        return str(name or current_viewer(services.settings).say(People.PHOTO_FILE))

    @app.callback(
        Output(Admin.PHOTO_SAID, "children"),
        Input(Admin.PHOTO_SAVE, "n_clicks"),
        Input(Admin.PHOTO_REMOVE, "n_clicks"),
        State(Admin.PERSON_NUMBER, "value"),
        State(Admin.PHOTO_FILE, "contents"),
        prevent_initial_call=True,
    )
    async def keep(save: int | None, remove: int | None, number: Any, contents: Any) -> Any:
        if not save and not remove:
            return no_update
        viewer, actor, portraits = current_viewer(services.settings), current_actor(), services.office.portraits
        who = typed(number, _LONGEST)
        if ctx.triggered_id == Admin.PHOTO_REMOVE:
            await asyncio.to_thread(portraits.remove, who, actor)
            return said(viewer, People.PHOTO_REMOVED, who)
        await asyncio.to_thread(portraits.keep, who, read_upload(contents), actor)
        return said(viewer, People.PHOTO_KEPT, who)


def _register_device(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.WORN_SAID, "children"),
        Output(Admin.WORN_KEY, "value"),
        *(Input(name, "n_clicks") for name in (Admin.WORN_SAVE, Admin.WORN_REMOVE, Admin.WORN_SHOW)),
        State(Admin.PERSON_NUMBER, "value"),
        *(State(name, "value") for name in (Admin.WORN_SOURCE, Admin.WORN_URL, Admin.WORN_USER, Admin.WORN_KEY)),
        prevent_initial_call=True,
    )
    async def keep_device(save: int | None, remove: int | None, show: int | None, number: Any, *fields: Any) -> Any:
        if not save and not remove and not show:
            return no_update, no_update
        source, url, user, password = (typed(value, _LONGEST) for value in fields)
        draft = WornDraft(number=typed(number, _LONGEST), source=source, url=url, user=user, password=password)
        viewer, sentence, deed = current_viewer(services.settings), *_deed(services.office.worn, ctx.triggered_id)
        devices = await asyncio.to_thread(deed, draft, current_actor())
        told = [said(viewer, sentence, draft.number, source)] if sentence else []
        return [*told, worn_list(viewer, devices)], ""


def _deed(worn: WornDevices, pressed: Any) -> tuple[Text | None, Callable[[WornDraft, Actor], Sequence[WornDevice]]]:
    """What a button does, and what is said then."""
    if pressed == Admin.WORN_SAVE:
        return People.WORN_KEPT, worn.save
    if pressed == Admin.WORN_REMOVE:
        return People.WORN_REMOVED, lambda draft, actor: worn.remove(draft.number, draft.source, actor)
    return None, lambda draft, actor: worn.of(draft.number, actor)


def _register_fields(app: CallbackRegistry, services: PageServices) -> None:
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
