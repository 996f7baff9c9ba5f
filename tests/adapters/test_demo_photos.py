"""The newest of the demo's cases get pictures, once, on both databases."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bootstrap.case_photos import CaseIllustration
from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.settings import Settings
from data_sources.db import tables as t
from tests.case_office import CHIEF
from tests.photo_office import PhotoOffice


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> PhotoOffice:
    return PhotoOffice(engine, tmp_path)


def test_cases_without_pictures_get_those_of_before_and_after_once(office: PhotoOffice, tmp_path: Path) -> None:
    done = office.handled(photos=())
    bare = office.reported(photos=())
    with office.engine.begin() as connection:
        connection.execute(t.case_photo.delete())
    illustration = CaseIllustration(Settings(data_dir=tmp_path), office.engine, seed=1)
    assert illustration.add(threading.Event()) == 3
    assert illustration.add(threading.Event()) == 0
    view = office.reading.view(done.case_key, CHIEF)
    assert {each.role for each in view.pictures} == {PhotoRole.BEFORE, PhotoRole.AFTER}
    assert [finding for each in view.pictures for finding in each.findings] == []
    timeline = office.reading.timeline(done.case_key, CHIEF)
    assert [entry.what for entry in timeline].count("photo") == 2
    (shot,) = office.reading.view(bare.case_key, CHIEF).shots
    assert (tmp_path / "photos" / shot.digest[:2] / f"{shot.digest}.full.jpg").is_file()


def test_who_is_told_to_stop_goes_on_the_next_time(office: PhotoOffice, tmp_path: Path) -> None:
    office.reported(photos=())
    office.reported(photos=())
    illustration, stop = CaseIllustration(Settings(data_dir=tmp_path), office.engine, seed=1), threading.Event()
    stop.set()
    assert illustration.add(stop) == 1
    assert illustration.add(threading.Event()) == 1
    with office.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(t.case_photo)).scalar_one() == 2
