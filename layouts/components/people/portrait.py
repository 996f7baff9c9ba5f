"""The photo of a person: shown, hidden or missing, and the field that takes one."""

from __future__ import annotations

import base64
from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.readouts import KeptPhoto
from dashboard.domain.photos.limits import LARGEST_PORTRAIT_BYTES, PORTRAIT_TOO_LARGE
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.texts.people import People
from layouts.viewer import Viewer


def portrait(viewer: Viewer, photo: KeptPhoto | None, name: str, without: Text) -> Component:
    """Return the photo, or a silhouette that says why there is none.

    It is part of the page, with no address of its own: what shows it is what is audited.
    """
    if photo is None:
        return html.Div(html.Span(viewer.say(without)), className="portrait is-empty")
    address = f"data:{photo.media_type};base64,{base64.b64encode(photo.content).decode()}"
    return html.Img(src=address, alt=viewer.say(People.PHOTO_OF).format(name), className="portrait")


def photo_upload(viewer: Viewer, upload_id: StrEnum, said_id: StrEnum, label: Component) -> Component:
    """Return the field that takes a picture; a larger one is refused before it is sent."""
    field = dcc.Upload(label, id=upload_id, accept="image/*", max_size=LARGEST_PORTRAIT_BYTES, className="job-file")
    return html.Div(
        field,
        **attributes(
            {
                "data-largest": str(LARGEST_PORTRAIT_BYTES),
                "data-too-large": viewer.say(PORTRAIT_TOO_LARGE),
                "data-file": upload_id,
                "data-said": said_id,
            }
        ),
    )
