"""Evidence pictures of a case: before beside after, and the field that takes more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.photo_roles import MOST_PHOTOS, ROLE_LABELS, PhotoRole
from dashboard.domain.cases.states import Action
from dashboard.domain.photos.gallery import CasePicture
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.clear_pictures import clear_link
from layouts.formatting import day_and_time
from layouts.texts.photos import Photos, Upload
from layouts.viewer import Viewer

ROLE_OF: Final[Mapping[Action, PhotoRole]] = {
    Action.VERIFY: PhotoRole.NEAR,
    Action.REJECT: PhotoRole.NEAR,
    Action.ARRIVE: PhotoRole.BEFORE,
    Action.FEEDBACK: PhotoRole.AFTER,
    Action.RETURN: PhotoRole.NEAR,
    Action.SUSPEND: PhotoRole.NEAR,
    Action.CHECK: PhotoRole.AFTER,
    Action.REWORK: PhotoRole.AFTER,
    Action.COMMENT: PhotoRole.NEAR,
}
"""What a picture shows at first that comes with an action; forms of other actions take none."""
_CHOICE: Final = (PhotoRole.BEFORE, PhotoRole.NEAR, PhotoRole.FAR, PhotoRole.REFERENCE, PhotoRole.AFTER)
_MEGABYTE: Final = 1024 * 1024


def photo_address(digest: str, size: PhotoSize) -> str:
    """Return where the API has a picture."""
    return f"/api/v1/photos/{digest}?size={size.value}"


def gallery(viewer: Viewer, pictures: Sequence[CasePicture], *, may_see_clear: bool = False) -> list[Component]:
    """Return the pictures of before beside those of after; nothing while there are none.

    Below them are the ways to what cameras saw unblurred, for those with the right to it.
    """
    if not pictures:
        return []
    after = [each for each in pictures if each.role is PhotoRole.AFTER]
    before = [each for each in pictures if each.role is not PhotoRole.AFTER]
    count = html.Span(viewer.say(Photos.COUNT).format(len(pictures), MOST_PHOTOS), className="fig quiet")
    head = [html.H3(viewer.say(Photos.TITLE)), count]
    if before and after:
        compare = attributes({"data-photo-compare": ""})
        head.append(html.Button(viewer.say(Photos.COMPARE), className="link", **compare))
    columns = [
        _column(viewer, Photos.BEFORE, before, Photos.NO_BEFORE),
        _column(viewer, Photos.AFTER, after, Photos.NO_AFTER),
    ]
    return [
        html.Header(head),
        html.Div(columns, className="shots-pair"),
        *(_clear(viewer, pictures) if may_see_clear else []),
    ]


def _clear(viewer: Viewer, pictures: Sequence[CasePicture]) -> list[Component]:
    blurred = [each for each in pictures if each.photo is not None and each.photo.personal is not None]
    links = [
        html.Span(
            [viewer.say(ROLE_LABELS[each.role]), " ", clear_link(viewer, photo_address(each.digest, PhotoSize.FULL))]
        )
        for each in blurred
    ]
    return [html.P(links, className="shots-clear quiet")] if links else []


def _column(viewer: Viewer, name: Text, pictures: Sequence[CasePicture], nothing: Text) -> Component:
    shown: list[Component] = [_figure(viewer, each) for each in pictures]
    further = [html.Div(shown[1:], className="shots-more")] if shown[1:] else []
    first = shown[:1] or [html.P(viewer.say(nothing), className="shots-none")]
    return html.Div([html.H4(viewer.say(name)), *first, *further], className="shots-side")


def _figure(viewer: Viewer, picture: CasePicture) -> Component:
    label = viewer.say(ROLE_LABELS[picture.role])
    if picture.photo is None:
        missing = attributes({"data-missing": viewer.say(Photos.GONE)})
        return html.Figure(html.Figcaption(label), className="case-pic is-missing", **missing)
    taken_us = picture.photo.taken_us
    taken = viewer.say(Photos.NO_TIME) if taken_us is None else day_and_time(viewer, taken_us)
    told = "；".join(viewer.say(each.text) for each in picture.findings)
    image = html.Img(
        src=photo_address(picture.digest, PhotoSize.MEDIUM),
        alt=viewer.say(Photos.ALT).format(label, taken),
        **attributes({"data-loading": "lazy"}),
    )
    badge = [html.Span([html.I("!"), html.Span(told)], className="shot-odd", title=told)] if told else []
    shown = {
        "data-photo": picture.digest,
        "data-role": picture.role.value,
        "data-label": label,
        "data-taken": taken,
        "data-odd": told,
        "data-missing": viewer.say(Photos.GONE),
    }
    return html.Figure(
        [image, html.Figcaption([label, " ", html.Span(taken, className="fig")]), *badge],
        className="case-pic",
        role="button",
        tabIndex=0,
        title=viewer.say(Photos.OPEN).format(label),
        **attributes(shown),
    )


def upload_field(
    viewer: Viewer, store: str, role: PhotoRole, case_key: int | None = None, place_in: tuple[str, str] = ("", "")
) -> Component:
    """Return the field; the browser sends what is chosen and writes pairs of digest and role into the store.

    Where a picture should have been taken is told by its case, or stands in the two fields `place_in`.
    """
    told = {
        "data-photo-field": "",
        "data-store": store,
        "data-role": role.value,
        "data-roles": ";".join(f"{each.value}={viewer.say(ROLE_LABELS[each])}" for each in _CHOICE),
        "data-most": str(MOST_PHOTOS),
        "data-largest": str(LARGEST_UPLOAD_BYTES),
        "data-case-of": "" if case_key is None else str(case_key),
        "data-lon-in": place_in[0],
        "data-lat-in": place_in[1],
    }
    buttons = [
        _button(viewer, Upload.TAKE, "icon icon-camera", "data-photo-take"),
        _button(viewer, Upload.PICK, "icon icon-picture", "data-photo-pick"),
    ]
    hint = viewer.say(Upload.HINT).format(MOST_PHOTOS, LARGEST_UPLOAD_BYTES // _MEGABYTE)
    return html.Div(
        [
            html.Ul(className="shots-sent", **attributes({"data-photo-list": ""})),
            html.Div([*buttons, html.Span(hint, className="quiet")], className="shots-buttons"),
            html.P(className="shots-said", role="alert", **attributes({"data-photo-said": ""})),
        ],
        className="shots-field",
        **attributes(told),
    )


def _button(viewer: Viewer, text: Text, icon: str, act: str) -> Component:
    return html.Button(
        [html.Span(className=icon), viewer.say(text)], className="btn", type="button", **attributes({act: ""})
    )
