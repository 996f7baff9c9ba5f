"""Sub-categories by a few letters."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.finding import Findable, findable
from dashboard.domain.catalogue.tree import Catalogue, Version
from dashboard.domain.initials import initials
from tests.case_office import CONTENTS
from tests.fakes_roster import FRIDAY


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("店外经营", "dwjy"),
        ("暴露垃圾", "bllj"),
        ("机动车乱停放", "jdcltf"),
        ("雨水井盖", "ysjg"),
        ("油烟扰民", "yyrm"),
        ("阿座匝饿哦", "azzeo"),
        ("PM10 超标（A）", "pm10cba"),
        ("囧", ""),
        ("", ""),
    ],
)
def test_the_first_letters_of_the_readings(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_only_what_a_case_can_be_is_found_with_the_names_above_it() -> None:
    rows = findable(Catalogue(Version(1, "试验", FRIDAY), CONTENTS))
    assert Findable("0504", "店外经营", "街面秩序", "dwjy") in rows
    assert "05" not in {each.code for each in rows}
