"""Photos of people: kept by right, shown whole for a reason, gone with the person; on both databases."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image
from sqlalchemy import Engine, func, insert, select

from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.domain.photos.limits import LARGEST_PORTRAIT_BYTES
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.people.portraits import Portraits
from dashboard.services.people.revealing import Revealing
from data_sources.db import tables as t
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.people.reader import PeopleReader
from data_sources.db.people.store import SqlPeopleStore
from data_sources.photos.pillow import PillowPictures
from tests.actors import acting
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.pictures import jpeg
from tests.servers import NOW

BOSS = acting("boss", Role.ADMINISTRATOR)
OFFICER = acting("o1", Role.OFFICER)._replace(person="001")
LEADER = acting("leader", Role.DISPATCHER)


@pytest.fixture
def store(engine: Engine) -> SqlPeopleStore:
    """A bureau of two."""
    store = SqlPeopleStore(engine, FakeClock(NOW))
    with store.begin() as work:
        work.save_people([Person(number=n, name=PersonName("张〇一"), post=Post.OFFICER) for n in ("001", "002")])
    return store


def portraits(store: SqlPeopleStore) -> Portraits:
    return Portraits(store, PillowPictures(), FakeNotifier(), FakeClock(NOW))


def pictures_in(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(t.image)).scalar_one())


def test_a_photo_is_kept_small_and_a_new_one_replaces_it(engine: Engine, store: SqlPeopleStore) -> None:
    service = portraits(store)
    service.keep(" ００１ ", jpeg(1600, 1200, shade=1), BOSS)
    first = service.own(OFFICER)
    assert first is not None
    assert max(Image.open(io.BytesIO(first.content)).size) == 320
    service.keep_own(jpeg(64, 64, shade=200), OFFICER)
    assert service.own(OFFICER) not in (None, first)
    assert pictures_in(engine) == 1
    service.remove_own(OFFICER)
    service.remove_own(OFFICER)
    assert (service.own(OFFICER), pictures_in(engine)) == (None, 0)


def test_a_photo_that_somebody_else_has_too_stays(engine: Engine, store: SqlPeopleStore) -> None:
    service = portraits(store)
    service.keep("001", jpeg(), BOSS)
    service.keep("002", jpeg(), BOSS)
    service.remove("002", BOSS)
    assert (service.own(OFFICER) is not None, pictures_in(engine)) == (True, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"no picture", "no picture"), (bytes(LARGEST_PORTRAIT_BYTES + 1), "choose a smaller one")],
)
def test_what_is_no_photo_is_refused_and_the_one_before_stays(store: SqlPeopleStore, content: bytes, says: str) -> None:
    service = portraits(store)
    service.keep("001", jpeg(), BOSS)
    before = service.own(OFFICER)
    with pytest.raises(BadInput, match=says):
        service.keep("001", content, BOSS)
    assert service.own(OFFICER) == before


def test_only_who_keeps_the_people_and_the_person_change_a_photo(store: SqlPeopleStore) -> None:
    service = portraits(store)
    for actor in (OFFICER, LEADER, acting("x", Role.OFFICER)):
        with pytest.raises(Forbidden):
            service.keep("002", jpeg(), actor)
        with pytest.raises(Forbidden):
            service.remove("002", actor)
    with pytest.raises(Forbidden):
        service.keep("", jpeg(), OFFICER)
    with pytest.raises(NotFound):
        service.keep("404", jpeg(), BOSS)
    with pytest.raises(BadInput, match="belongs to nobody"):
        service.keep_own(jpeg(), BOSS)
    assert service.own(BOSS) is None


def test_who_sees_a_photo_gives_a_reason_that_is_noted(engine: Engine, store: SqlPeopleStore) -> None:
    portraits(store).keep("001", jpeg(), BOSS)
    people = PeopleReader(engine)
    masked = people.person("001")
    assert masked is not None
    assert (masked.photo, str(masked.line.person.photo)) == (None, "****")
    seeing = Revealing(people, store, FakeClock(NOW))
    with pytest.raises(BadInput):
        seeing.reveal("001", "", LEADER)
    shown = seeing.reveal("001", "核对到场人员", LEADER)
    assert shown.photo is not None
    assert seeing.reveal("002", "核对到场人员", LEADER).photo is None
    with engine.connect() as connection:
        rows = connection.execute(select(t.audit.c.action, t.audit.c.subject, t.audit.c.detail)).all()
    noted = [(row.action, row.subject, json.loads(row.detail)) for row in rows]
    assert [(action, subject) for action, subject, _ in noted] == [
        ("set_person_photo", "001"),
        ("reveal_person", "001"),
        ("reveal_person", "002"),
    ]
    assert [detail.get("fields") for *_, detail in noted] == [None, ["name", "phone", "photo"], ["name", "phone"]]
    assert list(noted[0][2]) == ["bytes"]


def test_a_photo_of_a_person_is_no_picture_of_a_camera(engine: Engine, store: SqlPeopleStore) -> None:
    portraits(store).keep("001", jpeg(), BOSS)
    with engine.connect() as connection:
        digest = connection.execute(select(t.image.c.digest)).scalar_one()
    assert CameraPictureReader(engine).camera_picture(digest) is None
    event = {"source": "frigate", "camera_ref": "c", "label": "x", "first_us": NOW, "last_us": NOW, "updated_us": NOW}
    with engine.begin() as connection:
        connection.execute(insert(t.camera_event).values(**event, image_digest=digest))
    assert CameraPictureReader(engine).camera_picture(digest) is not None
