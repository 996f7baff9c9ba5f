"""The gallery of a case, and the field that takes more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.photos.findings import REUSED
from dashboard.domain.photos.gallery import CasePicture
from dashboard.domain.photos.records import Photo
from dashboard.domain.text import Language
from layouts.components.cases.forms import action_form
from layouts.components.cases.photos import gallery
from layouts.markup import markup
from layouts.viewer import Theme, Viewer
from tests.fakes_roster import FRIDAY
from tests.readout_builders import NOW_US
from tests.web.fake_cases import SHANGHAI, case_of

VIEWER = Viewer(Language.CHINESE, Theme.DARK, SHANGHAI)
PHOTO = Photo(digest="b" * 64, width=1600, height=1200, size_bytes=3, taken_us=NOW_US, stored_us=NOW_US)
BEFORE = CasePicture("b" * 64, PhotoRole.BEFORE, PHOTO)
AFTER = CasePicture("a" * 64, PhotoRole.AFTER, replace(PHOTO, digest="a" * 64, taken_us=None))


def shown(*pictures: CasePicture, language: Language = Language.CHINESE) -> str:
    return markup(gallery(VIEWER._replace(language=language), pictures))


def test_without_pictures_there_is_no_gallery() -> None:
    assert shown() == ""


def test_before_stands_beside_after_and_each_says_what_it_is_and_when() -> None:
    html = shown(BEFORE, AFTER)
    assert html.index("b" * 64) < html.index("a" * 64)
    assert f'src="/api/v1/photos/{"b" * 64}?size=medium"' in html
    assert 'alt="处置后，无拍摄时间"' in html
    assert 'tabindex="0"' in html
    assert "data-photo-compare" in html
    assert "2 / 12 张" in html


def test_what_is_missing_is_said() -> None:
    html = shown(BEFORE)
    assert "还没有处置后照片" in html
    assert "data-photo-compare" not in html
    assert "No picture of before" in shown(AFTER, language=Language.ENGLISH)


def test_what_is_odd_is_a_badge_in_words() -> None:
    html = shown(BEFORE._replace(findings=(REUSED,)))
    assert "shot-odd" in html
    assert REUSED.text.zh in html


def test_a_picture_whose_time_is_over_keeps_its_place_without_bytes() -> None:
    html = shown(BEFORE._replace(photo=None))
    assert "已过保存期限" in html
    assert "/api/v1/photos" not in html
    assert "data-photo=" not in html


@pytest.mark.parametrize(
    ("state", "action", "role"),
    [
        (CaseState.HANDLING, Action.FEEDBACK, "after"),
        (CaseState.HANDLING, Action.ARRIVE, "before"),
        (CaseState.HANDLING, Action.COMMENT, "near"),
        (CaseState.VERIFYING, Action.VERIFY, "near"),
        (CaseState.CHECKING, Action.CHECK, "after"),
        (CaseState.CHECKING, Action.REWORK, "after"),
        (CaseState.FEEDBACK, Action.CHECK, None),
        (CaseState.REPORTED, Action.VERIFY, None),
        (CaseState.TO_DISPATCH, Action.DISPATCH, None),
        (CaseState.TO_CLOSE, Action.CLOSE, None),
    ],
)
def test_a_form_takes_pictures_where_somebody_is_on_the_spot(
    state: CaseState, action: Action, role: str | None
) -> None:
    form = str(action_form(VIEWER, case_of(state=state), action, {}, (), {}, FRIDAY))
    assert ("data-photo-field" in form) is (role is not None)
    if role is not None:
        assert f"'data-role': '{role}'" in form or f"data-role='{role}'" in form
        assert "before=处置前;near=近景;far=远景;reference=参照物;after=处置后" in form


def test_who_may_see_what_a_camera_saw_unblurred_has_a_way_to_it() -> None:
    seen = BEFORE._replace(photo=replace(PHOTO, personal=()))
    assert "clear=true" not in shown(seen)
    html = markup(gallery(VIEWER, [seen, AFTER], may_see_clear=True))
    assert html.count("clear=true") == 1, "what people photographed themselves is never blurred"
    assert f'href="/api/v1/photos/{"b" * 64}?size=full&amp;clear=true"' in html
    assert "看原图" in html
